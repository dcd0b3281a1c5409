/** An image's name apart from its tag (`latest` when none is given) or digest. Pure. */
export function splitReference(reference: string): { name: string; tagOrDigest: string } {
  const at = reference.indexOf('@');
  if (at >= 0) {
    const { name } = splitReference(reference.slice(0, at));
    return { name, tagOrDigest: reference.slice(at + 1) };
  }
  const colon = reference.indexOf(':', reference.lastIndexOf('/') + 1);
  if (colon < 0) return { name: reference, tagOrDigest: 'latest' };
  return { name: reference.slice(0, colon), tagOrDigest: reference.slice(colon + 1) };
}
