import { describe, expect, it } from 'vitest';
import { Provider, ProviderId } from '../../contract/model';
import { findProvider, PROVIDERS } from './providers';
import { repairBaseUrl } from './repair-base-url';

describe('the provider table', () => {
  it('has a valid row for every provider id', () => {
    expect(PROVIDERS.map((provider) => provider.id)).toEqual(ProviderId.options);
    for (const provider of PROVIDERS) expect(Provider.parse(provider)).toEqual(provider);
  });

  it.each(PROVIDERS.filter((provider) => provider.id !== 'custom'))(
    '$id has a base URL that needs no repair',
    (row) => {
      expect(repairBaseUrl(row.baseUrl, row.protocol)[0]).toBe(row.baseUrl);
    },
  );

  it.each(PROVIDERS.filter((provider) => provider.needsKey))(
    '$id says where keys and credit come from',
    (row) => {
      for (const url of [row.baseUrl, row.keyUrl, row.topUpUrl])
        expect(URL.parse(url ?? '')?.protocol).toBe('https:');
      expect(row.suggestedModels.length).toBeGreaterThan(0);
    },
  );

  it('asks no key for Ollama on this computer', () => {
    expect(findProvider('ollama')).toMatchObject({ needsKey: false, baseUrl: 'http://127.0.0.1:11434/v1' });
  });
});
