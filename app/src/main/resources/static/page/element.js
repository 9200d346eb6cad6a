/** Makes the elements of the pages: what a server answers becomes text, never markup. */

/** Makes an element; attributes starting with "on" are listeners, children are nodes or text. */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) {
    if (attribute.startsWith('on')) {
      made.addEventListener(attribute.slice(2), value);
    }
    else if (value !== undefined && value !== false) {
      made.setAttribute(attribute, value === true ? '' : value);
    }
  }
  made.append(...children.filter((child) => child !== undefined));
  return made;
}
