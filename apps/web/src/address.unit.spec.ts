import { addressOf, apiQuery, DEFAULTS, parseChoices, viewOf, worklistOf } from './address.js';

describe('addresses of the page', () => {
  it('hold every choice in the query string and leave defaults out', () => {
    expect(addressOf('overview', DEFAULTS)).toBe('/');
    expect(addressOf('overview', { ...DEFAULTS, period: 'month:2024-11', reckon: 'cumulative', scope: 'ward' })).toBe(
      '/?period=month:2024-11&reckon=cumulative&scope=ward',
    );
    expect(addressOf('unit', { unit: '26080@2024-01-01', sort: '', columns: 'all' })).toBe(
      '/don-vi?unit=26080@2024-01-01&columns=all',
    );
  });

  it('are read back as they were written', () => {
    const choices = {
      ...DEFAULTS,
      period: 'range:2024-01-01..2024-02-29',
      field: 'Hộ tịch',
      procedure: '1.001193',
      sort: '-column:openLate',
    };
    const address = addressOf('overview', choices);
    expect(parseChoices(address.slice(address.indexOf('?')))).toEqual(choices);
  });

  it('keep only what concerns their view', () => {
    expect(addressOf('dossier', { ...DEFAULTS, code: 'H19.45-240122-0001', period: 'year:2024' })).toBe(
      '/ho-so?code=H19.45-240122-0001',
    );
  });

  it('fall back to defaults for what is unknown or out of range', () => {
    const choices = parseChoices('?scope=Mars!&reckon=never&kind=x&days=9999&columns=none&apology=maybe');
    expect(choices).toEqual(DEFAULTS);
  });

  it('take text in NFD as the same text', () => {
    expect(parseChoices(`?field=${encodeURIComponent('Hộ tịch'.normalize('NFD'))}`).field).toBe('Hộ tịch');
  });

  it('name a view by its path alone', () => {
    expect(viewOf('/')).toBe('overview');
    expect(viewOf('/tre-han')).toBe('worklist');
    expect(viewOf('/tre-han/')).toBe('worklist');
    expect(viewOf('/van-hanh')).toBe('operations');
    expect(viewOf('/khong-co')).toBeNull();
  });

  it('pass to the API what shapes the figures, and nothing of the page', () => {
    const choices = { ...DEFAULTS, scope: 'city' as const, sort: 'name', columns: 'all' as const };
    expect(apiQuery('overview', choices)).toBe('scope=city');
    expect(apiQuery('worklist', DEFAULTS)).toBe('kind=late');
    expect(apiQuery('worklist', { ...DEFAULTS, kind: 'soon', days: 5 })).toBe('kind=soon&days=5');
  });

  it('keep the order of the tables on a unit’s page', () => {
    expect(addressOf('unit', { unit: '26080@2024-01-01', sort: '-column:received' })).toBe(
      '/don-vi?unit=26080@2024-01-01&sort=-column:received',
    );
  });

  it('ask for a unit’s dossiers under all of its choices that a work list knows', () => {
    const choices = {
      ...DEFAULTS,
      unit: '26080@2024-01-01',
      period: 'year:2024',
      field: 'Hộ tịch',
      procedure: '1.001193',
      apology: 'owed' as const,
      after: 'x',
    };
    const list = worklistOf(choices, 'soon');
    expect(addressOf('worklist', list)).toBe(
      '/tre-han?kind=soon&unit=26080@2024-01-01&field=H%E1%BB%99+t%E1%BB%8Bch&procedure=1.001193',
    );
    expect(apiQuery('worklist', list)).toBe(addressOf('worklist', list).split('?')[1]);
  });
});
