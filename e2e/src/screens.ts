/** The screens besides the conversation, by their paths and the heading that shows them. */
export const screens = [
  { name: 'home', path: '/', heading: 'Who should talk tonight?' },
  { name: 'conversations', path: '/conversations', heading: 'Conversations' },
  { name: 'personas', path: '/personas', heading: 'Personas' },
  { name: 'providers', path: '/providers', heading: 'Providers' },
  { name: 'costs', path: '/costs', heading: 'Costs' },
  { name: 'answers kept', path: '/cache', heading: 'Answers kept' },
  { name: 'settings', path: '/settings', heading: 'Settings' },
] as const;
