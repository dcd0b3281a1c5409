/** Models that answer no chat: embeddings, pictures, speech, safety filters and the like. */
const NOT_FOR_CHAT =
  /embed|rerank|bge-|whisper|tts|asr|speech|audio|voice|realtime|live|dall-e|image|imagen|video|veo|sora|wan\d|flux|stable-diffusion|kolors|moderation|guard|ocr|transcri|translat|mt-|babbage|davinci|aqa|computer-use|codex/i;

/** Enough tries to step over a model that is listed but not open to this key. */
const MAX_CHOICES = 4;

/**
 * The models worth trying, best first: those of `suggested` that are `listed` (a suggestion also stands for
 * its dated versions, `x` for `x-20260115`), then the listed ones that look like chat models. With nothing
 * listed, the suggestions as they are.
 */
export function pickModels(listed: readonly string[], suggested: readonly string[]): string[] {
  if (listed.length === 0) return suggested.slice(0, MAX_CHOICES);
  const found = suggested.flatMap((name) => findListed(listed, name) ?? []);
  const chat = listed.filter((name) => !NOT_FOR_CHAT.test(name));
  return [...new Set([...found, ...chat])].slice(0, MAX_CHOICES);
}

function findListed(listed: readonly string[], name: string): string | undefined {
  if (listed.includes(name)) return name;
  const dated = listed.filter(
    (id) => id.startsWith(`${name}-`) && /^\d{4,8}$/.test(id.slice(name.length + 1)),
  );
  return dated.sort().at(-1);
}
