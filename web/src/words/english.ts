import { accountWords } from './account.en.ts';
import { brainSheetWords } from './brain-sheet.en.ts';
import { commonWords } from './everywhere.en.ts';
import { conversationWords } from './conversation.en.ts';
import { conversationsWords } from './conversations.en.ts';
import { costsWords } from './costs.en.ts';
import { errorsWords } from './errors.en.ts';
import { homeWords } from './home.en.ts';
import { keysWords } from './keys.en.ts';
import { modelsWords } from './models.en.ts';
import { personasWords } from './personas.en.ts';
import { providersWords } from './providers.en.ts';
import { settingsWords } from './settings.en.ts';

export const english = {
  language: 'en',
  account: accountWords,
  common: commonWords,
  errors: errorsWords,
  keys: keysWords,
  home: homeWords,
  conversation: conversationWords,
  brainSheet: brainSheetWords,
  conversations: conversationsWords,
  models: modelsWords,
  costs: costsWords,
  personas: personasWords,
  providers: providersWords,
  settings: settingsWords,
};
