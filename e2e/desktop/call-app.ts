import type { Page } from '@playwright/test';

/** Calls the router straight through the page's pipe. Rejects with the router's own word for a refusal. */
export async function callApp(
  page: Page,
  method: 'query' | 'mutation',
  path: string,
  input?: unknown,
): Promise<unknown> {
  const answer = await page.evaluate(
    (call) =>
      new Promise<{ result?: { data?: unknown }; error?: { message: string } }>((resolve) => {
        const id = Math.floor(Math.random() * 1e9) + 1_000_000;
        const stop = window.botpier?.receive((text) => {
          const heard: { id?: unknown; error?: { message: string } } = JSON.parse(text);
          if (heard.id !== id) return;
          stop?.();
          resolve(heard);
        });
        const { method, path, input } = call;
        window.botpier?.send(JSON.stringify({ id, method, params: { path, input } }));
      }),
    { method, path, input },
  );
  if (answer.error) throw new Error(`${path}: ${answer.error.message}`);
  return answer.result?.data;
}
