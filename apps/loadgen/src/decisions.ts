import type { KafkaMessage } from 'kafkajs';
import { CALLER, NO_ANSWER, refused } from './door.js';
import type { Ending } from './tally.js';

interface Waiting {
  settle(ending: Ending): void;
  timer: NodeJS.Timeout;
}

/** What becomes of this program's commands, as the topics of events and of rejections tell. */
export class Decisions {
  private readonly waiting = new Map<string, Waiting>();
  private fault: string | null = null;

  /** @param patienceMs after how long a command is given up */
  constructor(private readonly patienceMs: number) {}

  /** How a command ends, or that it was given up. To be asked before it is sent. */
  of(id: string): Promise<Ending> {
    if (this.fault !== null) return Promise.resolve({ kind: 'error', what: this.fault });
    return new Promise((settle) => {
      const timer = setTimeout(() => this.settle(id, { kind: 'error', what: NO_ANSWER }), this.patienceMs);
      this.waiting.set(id, { settle, timer });
    });
  }

  /** The first word counts; what is told of others' commands, or told again, is passed over. */
  settle(id: string, ending: Ending): void {
    const waiting = this.waiting.get(id);
    if (!waiting) return;
    this.waiting.delete(id);
    clearTimeout(waiting.timer);
    waiting.settle(ending);
  }

  /** A message of the topic of events: the first event of a command says that it was accepted. */
  event({ headers = {} }: KafkaMessage): void {
    if (String(headers.ce_caller) === CALLER) this.settle(String(headers.ce_commandid), { kind: 'accepted' });
  }

  /** A message of the topic of rejections. */
  rejection({ headers = {}, value }: KafkaMessage): void {
    if (String(headers.rejected_ce_source) !== CALLER) return;
    const problem = JSON.parse(String(value)) as { status: number };
    this.settle(String(headers.rejected_ce_id), refused(problem.status, problem));
  }

  /** Nothing will be told any more: what waits ends with this reason, and what comes. */
  end(reason: string): void {
    this.fault = reason;
    for (const id of this.waiting.keys()) this.settle(id, { kind: 'error', what: reason });
  }
}
