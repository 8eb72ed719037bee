import { useCallback, useState, type RefCallback } from 'react';

/** What is this near to the window is drawn before anybody scrolls to it. */
const NEAR = '600px 0px';

const told = new WeakMap<Element, (seen: boolean) => void>();
let observer: IntersectionObserver | null = null;

function look(entries: readonly IntersectionObserverEntry[]): void {
  for (const { target, isIntersecting } of entries) told.get(target)?.(isIntersecting);
}

/**
 * Whether an element can be seen, or nearly so. Of hundreds of robots that change twice a second a page can draw those that
 * somebody looks at.
 *
 * @returns what to give the element as its `ref`, and the answer
 */
export function useSeen(): readonly [RefCallback<Element>, boolean] {
  const [seen, setSeen] = useState(false);
  const ref = useCallback((element: Element | null) => {
    if (!element) return undefined;
    const watching = (observer ??= new IntersectionObserver(look, { rootMargin: NEAR }));
    told.set(element, setSeen);
    watching.observe(element);
    return () => watching.unobserve(element);
  }, []);
  return [ref, seen];
}
