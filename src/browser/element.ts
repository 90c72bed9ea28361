/**
 * Elements of the page, made and found.
 * @module
 */

/** A new element with attributes and content; an attribute that is false is left out. */
export function make<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Readonly<Record<string, string | number | boolean>> = {},
  ...content: readonly (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes))
    if (value !== false) element.setAttribute(name, value === true ? '' : String(value));
  element.append(...content);
  return element;
}

/**
 * The page's own element of this name.
 * @throws Error when the page has none of this kind
 */
export function found<Kind extends Element>(id: string, kind: new () => Kind): Kind {
  const element = document.getElementById(id);
  if (element instanceof kind) return element;
  throw new Error(`the page has no ${kind.name} ${id}`);
}

/** Puts words into an element, and touches it only when they are others: a reader may be in the middle of them. */
export function say(element: Element, words: string): void {
  if (element.textContent !== words) element.textContent = words;
}
