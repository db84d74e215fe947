import { type Static, type TObject, Type } from 'typebox';

/**
 * The facts of units. All of them are public: names and addresses of offices are reference data, not texts of a sender
 * (rules.md, "What may stand in an event"). `from` and `on` are local days in Asia/Ho_Chi_Minh; they may lie ahead, since a
 * merger is decided before its day.
 */
const open = { additionalProperties: true } as const;
const object = <T extends Parameters<typeof Type.Object>[0]>(properties: T) => Type.Object(properties, open);
const optional = Type.Optional;
const day = Type.String({ format: 'date', description: 'local day, Asia/Ho_Chi_Minh' });
const unit = Type.String({ minLength: 1, maxLength: 64, description: 'unit key: code@valid-from' });
const name = Type.String({ minLength: 1, maxLength: 200 });
const code = Type.String({ minLength: 1, maxLength: 40 });

const particulars = {
  agencyCode: optional(Type.Union([code, Type.Null()], { description: 'prefix of the codes of its dossiers' })),
  aliases: optional(Type.Array(name, { description: 'other spellings by which senders call it' })),
  population: optional(Type.String({ minLength: 1, maxLength: 40 })),
  addresses: optional(Type.Array(Type.String({ maxLength: 254 }), { description: 'addresses for its mail' })),
  officersOnDuty: optional(Type.Integer({ minimum: 0, description: 'at its counter, from that day on' })),
};

const schemas = {
  UnitOpened: object({ unit, code, name, ...particulars, from: day }),
  UnitRenamed: object({ unit, name, from: day }),
  UnitChanged: object({ unit, from: day, ...particulars }),
  UnitClosed: object({
    unit,
    on: Type.String({ format: 'date', description: 'the first day on which it is no more' }),
    successors: Type.Array(unit, { description: 'who takes over on that day' }),
  }),
  UnitFactRetracted: object({ unit, event: Type.Integer({ minimum: 1 }) }),
} satisfies Record<string, TObject>;

export const unitEventSchemas = schemas;
export type UnitEventType = keyof typeof schemas;
export type UnitEventData<T extends UnitEventType> = Static<(typeof schemas)[T]>;
/** What may be said of a unit beside its name and its span. */
export type Particulars = Omit<UnitEventData<'UnitChanged'>, 'unit' | 'from'>;

export type NewUnitEvent = {
  [T in UnitEventType]: { type: T; occurredAt: string; data: UnitEventData<T> };
}[UnitEventType];
