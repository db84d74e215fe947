import type { Random } from '#demonstration';
import type { Office, Service } from './catalogue.js';

/** A command without its instant: the type, and the fields of its body. */
export interface Step {
  type: string;
  [field: string]: unknown;
}

/** Shares of what dossiers go through, of the order of those in the demonstration year; about six commands a dossier. */
const SHARE = {
  online: 0.42,
  refusedAtIntake: 0.01,
  givenUp: 0.015,
  digitised: 0.5,
  paid: 0.95,
  forwarded: 0.5,
  accepted: 0.3,
  supplemented: 0.06,
  transferred: 0.006,
  withdrawn: 0.01,
  granted: 0.985,
  electronic: 0.3,
  notified: 0.52,
  returned: 0.97,
  rated: 0.12,
};

/** Texts that stand for those of clerks; made up. */
const SAID = 'Nội dung thử tải, không phải hồ sơ thật';

/**
 * The commands of one dossier in their order, from its arrival to its end.
 * @param n numbers its applicant
 */
export function lifeOf(
  random: Random,
  { unit }: Office,
  { procedure, feeVnd }: Service,
  elsewhere: string,
  n: number,
): Step[] {
  const r = random;
  const online = r.chance(SHARE.online);
  const intake = {
    procedure,
    unit,
    channel: online ? 'online' : 'counter',
    applicant: { identity: `999${String(n % 1e9).padStart(9, '0')}`, name: 'Người nộp thử tải', phone: '0900000000' },
  };
  const steps: Step[] = online ? [{ type: 'submit', ...intake }] : [];
  if (online && r.chance(SHARE.givenUp)) return [...steps, { type: 'withdraw', reason: SAID }];
  if (r.chance(SHARE.refusedAtIntake)) return [...steps, { type: 'refuse', ...(online ? {} : intake), reason: SAID }];
  steps.push({ type: 'receive', ...(online ? {} : intake) });
  if (r.chance(SHARE.digitised))
    steps.push({ type: 'digitise', complete: true, papers: ['to-khai', 'giay-to-kem-theo'] });
  if (feeVnd > 0 && r.chance(SHARE.paid)) {
    steps.push({ type: 'record-payment', amount: feeVnd, means: r.pick(['cash', 'transfer', 'online'] as const) });
  }
  if (r.chance(SHARE.forwarded)) {
    const officer = `CB-${unit}-${r.int(1, 6)}`;
    steps.push({ type: 'forward', officer, stage: 'Thẩm định' });
    if (r.chance(SHARE.accepted)) steps.push({ type: 'accept-handover', officer });
  }
  if (elsewhere !== unit && r.chance(SHARE.transferred))
    steps.push({ type: 'transfer', unit: elsewhere, reason: SAID });
  if (r.chance(SHARE.supplemented)) steps.push({ type: 'request-supplement', reason: SAID }, { type: 'supplement' });
  if (r.chance(SHARE.withdrawn)) return [...steps, { type: 'withdraw', reason: SAID }];
  steps.push(
    r.chance(SHARE.granted)
      ? {
          type: 'resolve',
          outcome: 'granted',
          ...(r.chance(SHARE.electronic) ? { electronic: true, signature: 'signed' } : {}),
        }
      : { type: 'resolve', outcome: 'refused', reason: SAID },
  );
  if (r.chance(SHARE.notified))
    steps.push({ type: 'notify-applicant', means: r.pick(['sms', 'zalo']), about: 'result' });
  if (r.chance(SHARE.returned)) steps.push({ type: 'return-result' });
  if (r.chance(SHARE.rated)) steps.push({ type: 'rate', rating: 'satisfied' });
  return steps;
}
