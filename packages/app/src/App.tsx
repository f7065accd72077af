import { createApp } from '@backstage/frontend-defaults';
import { catalogModule } from './catalog';
import { homeModule } from './home';
import { navModule } from './nav';
import { signInModule } from './signIn';

/** Plugins are discovered from package.json (`app.packages: all`). */
export default createApp({
  features: [catalogModule, homeModule, navModule, signInModule],
});
