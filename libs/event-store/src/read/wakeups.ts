import pg from 'pg';

/**
 * Yields at once, then whenever something was told on the channel (default: the log may have grown): LISTEN on a connection of its own (a
 * direct one: a transaction pooler loses notices), and every `pollMs` as well, because a notice can be lost with its connection. Several
 * notices while the reader works make one wake-up. A lost connection is opened again; until then the poll alone wakes.
 */
export async function* wakeups(
  config: pg.ClientConfig,
  signal: AbortSignal,
  pollMs: number,
  channel = 'log_event',
): AsyncGenerator<void> {
  let pending = true;
  let wake: () => void = () => undefined;
  const ring = (): void => {
    pending = true;
    wake();
  };
  let client: pg.Client | null = null;
  let retryAt = 0;

  const listen = async (): Promise<void> => {
    const mine = new pg.Client(config);
    client = mine;
    const lost = (): void => {
      if (client !== mine) return;
      client = null;
      retryAt = performance.now() + pollMs;
    };
    mine.on('error', lost);
    mine.on('end', lost);
    mine.on('notification', ring);
    try {
      await mine.connect();
      await mine.query(`listen ${pg.escapeIdentifier(channel)}`);
      ring(); // what came in before it listened
    } catch {
      lost();
      await mine.end().catch(() => undefined);
    }
  };

  signal.addEventListener('abort', ring);
  try {
    while (!signal.aborted) {
      if (!client && performance.now() >= retryAt) void listen();
      if (!pending) {
        let timer: NodeJS.Timeout | undefined;
        await new Promise<void>((resolve) => {
          wake = resolve;
          timer = setTimeout(resolve, pollMs);
        });
        clearTimeout(timer);
      }
      pending = false;
      if (!signal.aborted) yield;
    }
  } finally {
    signal.removeEventListener('abort', ring);
    const last = client as pg.Client | null;
    client = null;
    void last?.end().catch(() => undefined); // not awaited: it may hang while it still connects
  }
}
