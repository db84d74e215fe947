import type { ApplicantInput } from '#application';
import type { Random } from './random.js';

const PEOPLE = 14_000;
const BUSINESSES = 900;

/**
 * An applicant that cannot be anybody: the name says that it is one, and no identity number begins with 999 (numbers of
 * citizens begin with the code of a province, 001 … 096).
 */
export function applicant(random: Random, business: boolean): ApplicantInput {
  const n = random.int(1, business ? BUSINESSES : PEOPLE);
  return business
    ? { identity: `9990${String(n).padStart(6, '0')}`, name: `Doanh nghiệp ${String(n).padStart(5, '0')}` }
    : { identity: `999${String(n).padStart(9, '0')}`, name: `Người nộp ${String(n).padStart(5, '0')}` };
}
