import { identitiesIn } from './identities.js';

const found = (text: string): string[] => [...identitiesIn(text)].sort();

it.each([
  ['a field for one', '{"applicant":{"identity":"B 1234567"}}', ['B 1234567']],
  ['a field of the feed', '{"MaDoiTuong":"0301442956-001"}', ['0301442956-001']],
  ['a row of 12 digits', '{"reason":"Ông Mẫu, số 075190000042."}', ['075190000042']],
  ['a row of 9 digits', 'số 271234567', ['271234567']],
  ['digits in groups', '{"reason":"075 190 000 042, 271.234.567"}', ['075190000042', '271234567']],
  ['a number among others', '0908123456 075190000042', ['075190000042']],
  ['digits of another width', '０７５１９０００００４２', ['075190000042']],
  ['digits written as escapes', '{"reason":"\\u0030\\u00375190000042"}', ['075190000042']],
  ['JSON that is broken', '{"data":[{"MaDoiTuong":"C7654321","x":"075190000042"', ['075190000042', 'C7654321']],
  ['nothing but telephones and instants', '{"at":"2024-12-02T08:00:00+07:00","phone":"0908123456"}', []],
])('finds in a text %s', (_what, text, expected) => {
  expect(found(text)).toEqual(expected);
});

it('is not stopped by what is nested too deep to be read', () => {
  expect(found(`${'['.repeat(200_000)}"075190000042"`)).toEqual(['075190000042']);
});
