/** The screens besides the conversation, by their paths and the heading that shows them. */
export const screens = [
  { name: 'home', path: '/', heading: 'Who should talk tonight?' },
  { name: 'conversations', path: '/conversations', heading: 'Conversations' },
  { name: 'search', path: '/search', heading: 'Search' },
  { name: 'personas', path: '/personas', heading: 'Personas' },
  { name: 'a persona', path: '/personas/builtin-socrates', heading: 'Socrates' },
  { name: 'bringing in cards', path: '/personas/import', heading: 'Bring in cards' },
  { name: 'a cast', path: '/casts/builtin-thinkers', heading: 'Thinkers' },
  { name: 'a new cast', path: '/casts/new', heading: 'A new cast' },
  { name: 'providers', path: '/providers', heading: 'Providers' },
  { name: 'costs', path: '/costs', heading: 'Costs' },
  { name: 'answers kept', path: '/cache', heading: 'Answers kept' },
  { name: 'settings', path: '/settings', heading: 'Settings' },
] as const;
