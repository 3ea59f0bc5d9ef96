import { ref } from 'vue';

/** Whether this device has a network at all; a network without the ledger shows in what waits to be sent. */
export const online = ref(navigator.onLine);
window.addEventListener('online', () => (online.value = true));
window.addEventListener('offline', () => (online.value = false));
