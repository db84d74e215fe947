import type { Form } from '#apps/counter';
import type { Cell } from './table.js';
import { type DateForm, readValue } from './values.js';

const text = (value: string): Cell => ({ is: 'text', text: value });
const date = (value: string): Cell => ({ is: 'date', text: value });
const number = (value: number): Cell => ({ is: 'number', value });

describe('a cell read for a field', () => {
  it.each<[Form, Cell, unknown]>([
    ['text', text('0751'), '0751'],
    ['text', text('1.001570'), '1.001570'],
    ['instant', text('05/12/2024 09:30'), '2024-12-05T09:30:00+07:00'],
    ['instant', text('5/12/2024 9:30:15'), '2024-12-05T09:30:15+07:00'],
    ['instant', text('05-12-2024, 09:30'), '2024-12-05T09:30:00+07:00'],
    ['instant', text('2024-12-05 09:30'), '2024-12-05T09:30:00+07:00'],
    ['instant', text('2024-12-05T02:30:00Z'), '2024-12-05T02:30:00Z'],
    ['instant', date('2024-12-05T09:30:00'), '2024-12-05T09:30:00+07:00'],
    ['day', text('01/02/2024'), '2024-02-01'],
    ['day', date('2024-02-01'), '2024-02-01'],
    ['day', text('2024-02-01'), '2024-02-01'],
    ['whole', text('20.000'), 20_000],
    ['whole', text('1.234.567'), 1_234_567],
    ['whole', text('20000'), 20_000],
    ['whole', number(20_000), 20_000],
    ['yes-no', text('Có'), true],
    ['yes-no', text('không'), false],
    ['yes-no', text('x'), true],
    ['yes-no', { is: 'boolean', value: false }, false],
    ['yes-no', number(1), true],
    ['list', text('a; b ;\nc;'), ['a', 'b', 'c']],
  ])('%s from %j', (form, cell, value) => {
    expect(readValue(cell, form, 'dd/mm/yyyy')).toEqual({ value });
  });

  it.each<[Form, Cell, string]>([
    ['text', number(1.00157), 'number-not-text'],
    ['text', number(75190000001), 'number-not-text'],
    ['text', date('2024-12-05'), 'date-not-text'],
    ['text', { is: 'boolean', value: true }, 'not-text'],
    ['list', number(3), 'number-not-text'],
    ['instant', text('05/12/2024'), 'no-time'],
    ['instant', date('2024-12-05'), 'no-time'],
    ['instant', text('05/12/24 09:30'), 'instant'],
    ['instant', text('hôm qua'), 'instant'],
    ['instant', number(45_631.4), 'instant'],
    ['instant', text('32/12/2024 09:30'), 'instant'],
    ['day', text('12/31/2024'), 'day'],
    ['day', date('2024-12-05T09:30:00'), 'day'],
    ['day', number(45_631), 'day'],
    ['whole', text('1,5'), 'not-whole'],
    ['whole', text('1.5'), 'not-whole'],
    ['whole', number(1.5), 'not-whole'],
    ['whole', text('một'), 'not-whole'],
    ['yes-no', text('có lẽ'), 'not-yes-no'],
  ])('%s from %j is a fault: %s', (form, cell, fault) => {
    expect(readValue(cell, form, 'dd/mm/yyyy')).toEqual({ fault });
  });

  it.each<[DateForm, unknown]>([
    ['dd/mm/yyyy', { value: '2024-02-01' }],
    ['mm/dd/yyyy', { value: '2024-01-02' }],
    ['yyyy-mm-dd', { fault: 'day' }],
  ])('01/02/2024 is what the file declares: %s', (dates, read) => {
    expect(readValue(text('01/02/2024'), 'day', dates)).toEqual(read);
  });
});
