/** Whatever Tab stops at, radio buttons and rows that are walked to by arrows aside. */
const STOPS = 'a[href], button, input, select, textarea, summary, [tabindex]';
const DIALOG = '[role=dialog]';
/** Who moves the focus by hand does it within this time, ms: what opens, a trap of the focus, a form's first field. */
const AFTER_OTHERS_MS = 50;
/** How long a control that is switched off while it works is waited for, ms. */
const WORKING_MS = 1_000;

/** Where the focus was, remembered as long as it is there: afterwards nothing tells what stood around it. */
interface Place {
  element: HTMLElement;
  /** From the inside out: a part of the page, its stops, and which of them it was. */
  around: readonly { part: Element; stops: ReadonlySet<Element>; at: number }[];
}

/**
 * Keeps the keyboard's place: what is deleted, closed or switched off under it hands the focus to what took its place,
 * to its neighbour, or to what had opened it, and never to the page as a whole. Answers how to end that.
 */
export function keepFocus(): () => void {
  let place: Place | undefined;
  let outside: Place | undefined;
  // Switched off while it works, maybe: once what stood in for it is gone, it is gone back to.
  let displaced: HTMLElement | undefined;
  let wantsTitle = false;
  let byPointer = false;
  let offSince: number | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const remember = (event: FocusEvent) => {
    const { target } = event;
    place = target instanceof HTMLElement && target !== document.body ? placeOf(target) : undefined;
    if (!place?.element.closest(DIALOG)) outside = place;
  };
  const onKey = (event: KeyboardEvent) => {
    byPointer = false;
    if (event.key !== 'Tab') return;
    // Whoever walks on is not called back.
    wantsTitle = false;
    displaced = undefined;
  };
  const onPointer = () => {
    byPointer = true;
    wantsTitle = false;
  };
  const onAddress = (event: HashChangeEvent) => {
    if (pathOf(event.oldURL) === pathOf(event.newURL)) return;
    wantsTitle = true;
    scrollTo(0, 0);
    look();
  };

  function look(): void {
    // Left by hand it stays left: only what is gone or switched off has lost the focus.
    const isTaken = place !== undefined && !byPointer && isLost() && !isUsable(place.element);
    if (isTaken || wantsTitle) settleIn(AFTER_OTHERS_MS);
  }

  function settleIn(ms: number): void {
    timer ??= setTimeout(() => {
      timer = undefined;
      if (wantsTitle) arrive();
      else if (place && isLost() && !byPointer) settle(place);
      else offSince = undefined;
    }, ms);
  }

  /** A page that was gone to is read from its heading, unless it begins at a field of its own. */
  function arrive(): void {
    const title = document.querySelector(DIALOG) ? undefined : titleOfPage();
    if (!title) return;
    wantsTitle = false;
    if (isLost() || !title.closest('main')?.contains(document.activeElement)) focus(title);
  }

  function settle(lost: Place): void {
    const { element, around } = lost;
    if (element.isConnected && !isUsable(element)) {
      offSince ??= Date.now();
      if (element.dataset['loading'] || Date.now() - offSince < WORKING_MS) {
        settleIn(WORKING_MS / 4);
        return;
      }
    }
    offSince = undefined;
    const dialog = [...document.querySelectorAll<HTMLElement>(DIALOG)].at(-1);
    const from = dialog || !around.some(({ part }) => part.matches(DIALOG)) ? lost : outside;
    const back = [from?.element, displaced].find((one) => one && isUsable(one));
    displaced = back || !from?.element.isConnected ? undefined : from.element;
    focus(back ?? (from && heirOf(from, dialog)) ?? dialog ?? titleOfPage());
  }

  const observer = new MutationObserver(look);
  observer.observe(document.body, { subtree: true, childList: true, attributeFilter: ['disabled'] });
  document.addEventListener('focusin', remember);
  document.addEventListener('keydown', onKey, true);
  document.addEventListener('pointerdown', onPointer, true);
  addEventListener('hashchange', onAddress);
  return () => {
    observer.disconnect();
    clearTimeout(timer);
    document.removeEventListener('focusin', remember);
    document.removeEventListener('keydown', onKey, true);
    document.removeEventListener('pointerdown', onPointer, true);
    removeEventListener('hashchange', onAddress);
  };
}

function isLost(): boolean {
  const active = document.activeElement;
  return active === null || active === document.body || active.matches(':disabled');
}

function isUsable(element: HTMLElement): boolean {
  return (
    element.isConnected &&
    element.tabIndex >= 0 &&
    // Of a group of radio buttons, Tab stops at the one that is taken.
    !element.matches(':disabled, [type=radio]:not(:checked)') &&
    element.checkVisibility()
  );
}

function stopsOf(part: ParentNode): HTMLElement[] {
  return [...part.querySelectorAll<HTMLElement>(STOPS)].filter(isUsable);
}

function placeOf(element: HTMLElement): Place {
  const stops = stopsOf(document);
  const around: Place['around'][number][] = [];
  for (let part = element.parentElement; part && !part.matches('body, #root'); part = part.parentElement) {
    const inside = stops.filter((stop) => part?.contains(stop));
    around.push({ part, stops: new Set(inside), at: Math.max(0, inside.indexOf(element)) });
    if (part.matches(`main, ${DIALOG}`)) break;
  }
  return { element, around };
}

/** What is new where the element was, as a form in a button's place; else what moved up to its place. */
function heirOf({ around }: Place, within: Element | undefined): HTMLElement | undefined {
  for (const { part, stops, at } of around) {
    if (!part.isConnected || (within && !within.contains(part))) continue;
    const now = stopsOf(part);
    const heir = now.find((stop) => !stops.has(stop)) ?? now[Math.min(at, now.length - 1)];
    if (heir) return heir;
  }
  return undefined;
}

/** The heading of the page that is shown; while one is on its way, the old one may still be there, unseen. */
function titleOfPage(): HTMLElement | undefined {
  return [...document.querySelectorAll<HTMLElement>('main h1')].find((title) => title.checkVisibility());
}

function focus(element: HTMLElement | undefined): void {
  if (!element) return;
  if (element.tabIndex < 0) element.tabIndex = -1;
  element.focus({ preventScroll: element.matches('h1') });
}

/** The page that an address names, without its questions. */
function pathOf(url: string): string {
  return new URL(url).hash.replace(/\?.*$/, '');
}
