import { type Instant, instant } from '#domain';
import { OperatorError } from '#platform';

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** Whether a host is this machine. */
export const isLoopback = (host: string): boolean => LOOPBACK.test(host);

/**
 * Makes sure that the system answers, and asks for its present: the demonstration has a clock of its own. A counter that
 * stands alone does not say; its clock is the machine's.
 * @throws OperatorError when there is no system, or it is not ready
 */
export async function findSystem(base: URL): Promise<() => Instant> {
  const ready = await fetch(new URL('/health/ready', base)).catch(() => {
    throw new OperatorError(`Nothing answers at ${base.origin}: start the system first (npm start).`);
  });
  if (!ready.ok) throw new OperatorError(`The system at ${base.origin} is not ready (it answers ${ready.status}).`);
  const meta = await fetch(new URL('/api/meta', base));
  const view = meta.ok ? ((await meta.json()) as { demonstration: { offsetMs: number } | null }) : null;
  const offset = view?.demonstration?.offsetMs ?? 0;
  return () => instant(Date.now() + offset);
}
