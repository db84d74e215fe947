import type { City, WaitReason } from './city.js';
import { type Fact } from './facts.js';
import type { Round } from './rounds.js';

export interface Wait {
  readonly reason: WaitReason;
  readonly from: number;
  /** Infinity while it lasts. */
  readonly to: number;
}

/** Several waits that overlap, as one. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
  /** When those of its parts end after which the clock begins anew. */
  readonly restarts: readonly number[];
}

const numberOf = (fact: Fact, field: string): number => Number(fact.said[field] ?? 0);

/** A question and its answers: the wait lasts until each question is answered. */
function questions(facts: readonly Fact[], reason: WaitReason, asks: string, answers: string): Wait[] {
  const asked = facts.filter((fact) => fact.type === asks);
  const answered = facts.filter((fact) => fact.type === answers);
  const used = new Set<Fact>();
  return asked.map((question) => {
    const answer = answered.find((fact) => fact.at >= question.at && !used.has(fact));
    if (answer) used.add(answer);
    return { reason, from: question.at, to: answer?.at ?? Infinity };
  });
}

/** Ends when what was paid since reaches the amount, with the first payment where none is known, or by a waiver. */
function obligations(facts: readonly Fact[]): Wait[] {
  return facts
    .filter((fact) => fact.type === 'request-financial-obligation')
    .map((asked) => {
      const since = facts.slice(facts.indexOf(asked) + 1);
      const waived = since.find((fact) => fact.type === 'waive-fee')?.at ?? Infinity;
      const payments = since.filter((fact) => fact.type === 'record-payment' && numberOf(fact, 'amount') > 0);
      let owed = asked.said.amount === undefined ? 1 : numberOf(asked, 'amount');
      let paid = Infinity;
      for (const payment of payments) {
        owed -= numberOf(payment, 'amount');
        if (owed <= 0 && paid === Infinity) paid = payment.at;
      }
      return { reason: 'obligation' as const, from: asked.at, to: Math.min(waived, paid) };
    });
}

/** A suspension lasts until it is resumed, however often it was asked for. */
function suspensions(facts: readonly Fact[]): Wait[] {
  return facts
    .filter((fact) => fact.type === 'suspend')
    .map((fact) => ({
      reason: 'suspension' as const,
      from: fact.at,
      to: facts.slice(facts.indexOf(fact) + 1).find((one) => one.type === 'resume')?.at ?? Infinity,
    }));
}

export function waitsOf(round: Round): Wait[] {
  const { facts } = round;
  return [
    ...questions(facts, 'supplement', 'request-supplement', 'supplement'),
    ...obligations(facts),
    ...questions(facts, 'consultation', 'request-consultation', 'answer-consultation'),
    ...suspensions(facts),
  ].sort((a, b) => a.from - b.from);
}

/** Those waits that stop the clock of a procedure, those that overlap joined. */
export function stretches(city: City, procedure: string, waits: readonly Wait[]): Stretch[] {
  const words = waits.map((wait) => ({ ...wait, word: city.waitWord(wait.reason, procedure) }));
  return joined(
    words
      .filter(({ word }) => word !== 'none')
      .map(({ from, to, word }) => ({ from, to, restarts: word === 'restart' ? [to] : [] })),
  );
}

export function joined(parts: readonly Stretch[]): Stretch[] {
  const result: Stretch[] = [];
  for (const part of parts) {
    const last = result.at(-1);
    if (last && part.from <= last.to) {
      result[result.length - 1] = {
        from: last.from,
        to: Math.max(last.to, part.to),
        restarts: [...last.restarts, ...part.restarts],
      };
    } else result.push(part);
  }
  return result;
}
