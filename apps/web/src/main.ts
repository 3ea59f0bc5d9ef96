import { createApp } from 'vue';
import App from './App.vue';
import { router } from './router';
import { keepSession } from './session/keeping';
import { mendTornPages } from './shell/torn-pages';
import './design/tokens.css';
import './design/base.css';
import './design/parts.css';

keepSession(router);
mendTornPages(router);
createApp(App).use(router).mount('#app');
