/** An element. What it holds is text, never HTML: a node's name is what a peer says. */
export function el(name, attributes = {}, ...children) {
  return fill(document.createElement(name), attributes, children);
}

/** The same of SVG. */
export function svg(name, attributes = {}, ...children) {
  return fill(document.createElementNS('http://www.w3.org/2000/svg', name), attributes, children);
}

function fill(element, attributes, children) {
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined && value !== false) {
      element.setAttribute(key, value === true ? '' : value);
    }
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

/** The element of the page. */
export const by = (id) => document.getElementById(id);

/** Shows a text where it is not there yet: what stays is not announced again. */
export function say(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

/**
 * Makes the children of an element those of a list, in its order, and leaves alone what stays.
 *
 * @param key tells which child an item is
 * @param make makes the child of an item
 * @param update shows the item in its child; only if it is another object than the last time
 */
export function list(parent, items, key, make, update) {
  const known = (parent.known ??= new Map());
  const left = new Map(known);
  let at = parent.firstElementChild;
  for (const item of items) {
    const id = key(item);
    let entry = left.get(id);
    left.delete(id);
    if (!entry) {
      entry = { child: make(item), item: undefined };
      known.set(id, entry);
    }
    if (entry.item !== item) {
      entry.item = item;
      update(entry.child, item);
    }
    if (entry.child === at) {
      at = at.nextElementSibling;
    } else {
      parent.insertBefore(entry.child, at);
    }
  }
  for (const [id, entry] of left) {
    known.delete(id);
    entry.child.remove();
  }
}
