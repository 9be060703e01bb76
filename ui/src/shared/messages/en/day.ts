import type { DayPart } from '../../state/route.svelte';

export const day = {
  title: 'Day',
  parts: {
    figures: 'Day',
    match: 'Match with PayBy',
    reports: 'Reports',
    cancellations: 'Cancellations',
    papers: 'Papers',
    health: 'Health',
  } satisfies Record<DayPart, string>,
  partsLabel: 'What to look at',
  chooser: 'Which day',
  previousDay: 'The day before',
  nextDay: 'The day after',
  today: 'Today',
} as const;
