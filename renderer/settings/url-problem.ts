/** Whether a text is neither empty nor an http(s) URL. */
export function urlProblem(text: string): boolean {
  return text !== '' && !(/^https?:\/\//.test(text) && URL.canParse(text));
}
