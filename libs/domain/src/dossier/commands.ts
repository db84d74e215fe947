import type { Channel, DossierEventData as Data } from './events.js';

/** What names a dossier when it enters: the caller gives codes, the decision looks them up. */
export interface Intake {
  procedure: string;
  /** code or key of the unit responsible */
  unit: string;
  /** code or key of the unit whose counter takes it in; default: the responsible one */
  receivingUnit?: string;
  channel: Channel;
  /** subject id of the applicant */
  applicant: string;
  /** reference to the applicant's sealed particulars */
  applicantRef?: string;
}

/** Commands: what a counter asks for. `at` = when it happened (UTC). One command, one fact (and what follows from it). */
export type DossierCommand =
  | ({ type: 'submit'; at: string } & Intake)
  | ({
      type: 'receive';
      at: string;
      place?: 'counter' | 'mobile';
      byPostalStaff?: boolean;
      /** a due instant that the sender states stands over the computed one */
      dueAt?: string;
      /** code of the dossier of which this one is a stage: the whole is counted there */
      parent?: string;
    } & Partial<Intake>)
  | ({ type: 'refuse'; at: string; reasonRef?: string } & Partial<Intake>)
  | ({ type: 'digitise'; at: string } & Partial<Data<'Digitised'>>)
  | ({ type: 'forward'; at: string } & Data<'Forwarded'>)
  | ({ type: 'accept-handover'; at: string } & Data<'HandoverAccepted'>)
  | ({ type: 'reject-handover'; at: string } & Data<'HandoverRejected'>)
  | ({ type: 'transfer'; at: string } & Omit<Data<'Transferred'>, 'because' | 'from'>)
  | ({ type: 'request-consultation'; at: string } & Data<'ConsultationRequested'>)
  | { type: 'answer-consultation'; at: string; agency: string }
  | ({ type: 'open-linked-stage'; at: string } & Data<'LinkedStageOpened'>)
  | ({ type: 'complete-linked-stage'; at: string } & Data<'LinkedStageCompleted'>)
  | ({ type: 'substitute-applicant'; at: string } & Data<'ApplicantSubstituted'>)
  | ({ type: 'notify-applicant'; at: string } & Data<'ApplicantNotified'>)
  | ({ type: 'request-supplement'; at: string } & Data<'SupplementRequested'>)
  | { type: 'supplement'; at: string; dueAt?: string }
  | ({ type: 'request-financial-obligation'; at: string } & Data<'FinancialObligationRequested'>)
  | { type: 'record-payment'; at: string; amount: number; means: Data<'FeePaid'>['means'] }
  | ({ type: 'refund-payment'; at: string } & Data<'FeeRefunded'>)
  | { type: 'waive-fee'; at: string; reasonRef?: string }
  | ({ type: 'suspend'; at: string } & Data<'Suspended'>)
  | { type: 'resume'; at: string }
  | { type: 'change-due-date'; at: string; dueAt: string; basis: string; reasonRef: string }
  | ({ type: 'issue-apology'; at: string } & Data<'ApologyIssued'>)
  | {
      type: 'resolve';
      at: string;
      outcome: 'granted' | 'refused';
      authority?: 'own' | 'delegated';
      electronic?: boolean;
      signature?: 'signed' | 'unsigned' | 'unknown';
      reasonRef?: string;
    }
  | { type: 'return-result'; at: string; byPost?: boolean; to?: 'applicant' | 'proxy' }
  | { type: 'record-failed-return'; at: string; reasonRef?: string }
  | { type: 'withdraw'; at: string; reasonRef?: string }
  | ({ type: 'stop'; at: string } & Data<'Stopped'>)
  | { type: 'reopen'; at: string; cause: 'agency-error' | 'complaint'; dueAt?: string; reasonRef?: string }
  | ({ type: 'rate'; at: string } & Data<'Rated'>)
  | {
      type: 'correct';
      at: string;
      event: number;
      occurredAt?: string;
      data?: Record<string, unknown>;
      reasonRef: string;
    }
  | { type: 'retract'; at: string; event: number; reasonRef: string }
  /** another dossier has opened a stage under this one's code */
  | { type: 'link'; at: string; parent: string }
  /** the clock's question, without facts: is it overdue? */
  | { type: 'ask-clock'; at: string };

export type DossierCommandType = DossierCommand['type'];
export type CommandOf<T extends DossierCommandType> = Extract<DossierCommand, { type: T }>;
