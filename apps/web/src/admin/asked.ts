import { computed, type WritableComputedRef } from 'vue';
import { useRoute, useRouter } from 'vue-router';

/** A member of the address's query: what is looked at can be sent to somebody else as a link. Empty = not in the address. */
export function asked(name: string): WritableComputedRef<string> {
  const route = useRoute();
  const router = useRouter();
  return computed({
    get: () => (typeof route.query[name] === 'string' ? (route.query[name] as string) : ''),
    set: (value) => {
      const { [name]: _former, ...rest } = route.query;
      void router.replace({ query: value === '' ? rest : { ...rest, [name]: value } });
    },
  });
}
