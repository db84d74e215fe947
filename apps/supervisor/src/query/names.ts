import { type Static, Type } from 'typebox';
import { isSealedText, type LocalDay, type ReferenceData } from '#domain';
import { named } from '../openapi/schema.js';

export const UnitName = named('UnitName', {
  code: Type.String(),
  key: Type.String({ description: '`code@valid-from`: codes are re-used, so addresses carry the key' }),
  name: Type.String(),
});
export type UnitName = Static<typeof UnitName>;

export const ProcedureName = named('ProcedureName', { code: Type.String(), name: Type.String() });
export type ProcedureName = Static<typeof ProcedureName>;

/** What stands on the page for a text that is sealed: it is never opened here. */
export const SEALED_TEXT = 'lưu riêng, có mã hoá';

/** A text that a sender wrote, as far as it may be shown. */
export const shownText = (text: string): string => (isSealedText(text) ? SEALED_TEXT : text);

/** A unit as answers name it. One that the reference data no longer know keeps its key as its name. */
export function unitName(key: string, reference: ReferenceData): UnitName {
  const unit = reference.unitByKey(key);
  return { code: unit?.code ?? key.split('@', 1)[0]!, key, name: unit?.name ?? key };
}

/** A procedure as it is called on the day of the question, or was last. */
export const procedureName = (code: string, reference: ReferenceData, on?: LocalDay): ProcedureName => {
  const procedure = reference.procedureKnown(code, on);
  return { code: procedure?.code ?? code, name: procedure?.name ?? code };
};

/** Order of names in Vietnamese: Dương before Đông. */
export const byVietnamese = new Intl.Collator('vi').compare;
