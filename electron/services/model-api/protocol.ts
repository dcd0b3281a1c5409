/** What a call needs. `key` is '' where none is needed. */
export interface ApiAccess {
  /** Without trailing slash. */
  baseUrl: string;
  key: string;
}

export interface ApiRequest {
  method: 'GET' | 'POST';
  /** Never holds the key: URLs end up in logs of proxies. */
  url: string;
  headers: Record<string, string>;
  body?: string;
}

/** How one family of model APIs is asked, and how its answers are read. */
export interface Protocol {
  list(access: ApiAccess): ApiRequest;
  /** Model names out of a list's body; undefined when it is no such list. */
  readList(body: string): string[] | undefined;
  ask(access: ApiAccess, model: string, question: string): ApiRequest;
  /** The model's words, maybe ''; undefined when the body is no answer. */
  readAnswer(body: string): string | undefined;
}

/** The JSON value of a body; undefined when it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
