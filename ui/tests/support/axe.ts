import axe from 'axe-core';

/** jsdom lays nothing out and paints nothing; contrast is held to WCAG by the test of the design's colours. */
const options: axe.RunOptions = {
  resultTypes: ['violations'],
  rules: {
    'color-contrast': { enabled: false },
    'target-size': { enabled: false },
    // A screen alone, outside of the window that gives it its landmarks.
    region: { enabled: false },
    'landmark-no-duplicate-banner': { enabled: false },
    'landmark-unique': { enabled: false },
  },
};

/** What axe finds wrong with the page, one line each. */
export async function wrongWith(page: Document): Promise<string[]> {
  page.title = 'Fils';
  const { violations } = await axe.run(page, options);
  return violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`,
  );
}
