import { dossier, figures, notify, on, pay, rate, rateOf, receive, reopen, resolve } from './city.js';

const after = (...commands: Parameters<typeof dossier>[0]) => figures(dossier([receive('12-02'), ...commands]));
const rates = (of: ReturnType<typeof figures>) => [rateOf(of, 'cashless'), rateOf(of, 'online-payment')];

describe('payments', () => {
  it('each of more than 0 đồng is one payment on its day', () => {
    const state = dossier([receive('12-02'), pay('12-03', 1), pay('12-03 10:00', 1), pay('12-04', 2, 'online')]);
    expect(rates(figures(state, '12-03', '12-03'))).toEqual(['0/2', '0/2']);
    expect(rates(figures(state, '12-04', '12-04'))).toEqual(['1/1', '1/1']);
  });

  it('one of 0 đồng is none', () => {
    expect(rates(after(pay('12-03', 0, 'online')))).toEqual(['0/0', '0/0']);
  });

  it('a refund takes none away; what was never paid is a correction', () => {
    const refund = on('12-04', 'refund-payment', { amount: 5 });
    expect(rates(after(pay('12-03', 5, 'card'), refund))).toEqual(['1/1', '0/1']);
    const never = on('12-04', 'retract', { event: 2, reasonRef: 'r' });
    expect(rates(after(pay('12-03', 5, 'card'), never))).toEqual(['0/0', '0/0']);
    const nothing = on('12-04', 'correct', { event: 2, data: { amount: 0 }, reasonRef: 'r' });
    expect(rates(after(pay('12-03', 5, 'card'), nothing))).toEqual(['0/0', '0/0']);
  });

  it('of unknown means are payments, and in neither number of cashless', () => {
    expect(rates(after(pay('12-03', 5, 'unknown'), pay('12-03', 5, 'cash')))).toEqual(['0/1', '0/2']);
  });

  it('online count in cashless and in online-payment; by card or transfer in cashless alone', () => {
    expect(rates(after(pay('12-03', 5, 'online')))).toEqual(['1/1', '1/1']);
    for (const means of ['card', 'transfer']) expect(rates(after(pay('12-03', 5, means)))).toEqual(['1/1', '0/1']);
  });
});

describe('notices', () => {
  it('of progress are not notices of the result', () => {
    expect(rateOf(after(resolve('12-04'), notify('12-04', 'progress')), 'notified')).toBe('0/1');
    expect(rateOf(after(resolve('12-04'), notify('12-04', 'result')), 'notified')).toBe('1/1');
  });

  it('of a result before there is one are of nothing', () => {
    expect(rateOf(after(notify('12-03', 'result'), resolve('12-04')), 'notified')).toBe('0/1');
  });

  it('given twice count once', () => {
    expect(rateOf(after(resolve('12-04'), notify('12-04'), notify('12-05')), 'notified')).toBe('1/1');
  });
});

describe('ratings', () => {
  it('before any end are refused', () => {
    expect(() => after(rate('12-03'))).toThrow('rating-before-end');
    expect(() => after(resolve('12-04'), rate('12-03'))).toThrow('rating-before-end');
  });

  it('are one a round', () => {
    expect(() => after(resolve('12-04'), rate('12-05'), rate('12-06'))).toThrow('already-rated');
    const two = after(
      resolve('12-04'),
      rate('12-05'),
      reopen('12-06'),
      resolve('12-09'),
      rate('12-10', 'not-satisfied'),
    );
    expect(rateOf(two, 'counter-rating')).toBe('1/2');
  });
});
