import { createApp } from 'vue';
import App from './App.vue';
import { router } from './router';
import { keepSession } from './session/keeping';
import './design/tokens.css';
import './design/base.css';
import './design/parts.css';

keepSession(router);
createApp(App).use(router).mount('#app');
