import { join } from 'node:path';
import type { Command } from 'commander';
import { CommandFailure, EXIT } from './output';

/** Seen from `dist/apps/ledgerctl`. */
const PROGRAM = join(__dirname, '..', '..', '..', 'apps', 'standalone', 'bootstrap.cjs');

/**
 * A completion script of every command and option, made from the program itself, and the command `ledgerctl` where the machine has none:
 * `source <(npm run -s ledgerctl -- completion bash)`.
 */
export function completion(shell: string, program: Command): string {
  const words = [...new Set([...wordsOf(program)])].join(' ');
  const command = `command -v ledgerctl >/dev/null || ledgerctl() { node '${PROGRAM.replaceAll("'", "'\\''")}' ledgerctl "$@"; }\n`;
  if (shell === 'bash')
    return `${command}_ledgerctl() { COMPREPLY=($(compgen -W "${words}" -- "\${COMP_WORDS[COMP_CWORD]}") $(compgen -f -- "\${COMP_WORDS[COMP_CWORD]}")); }\ncomplete -F _ledgerctl ledgerctl\n`;
  if (shell === 'zsh') return `#compdef ledgerctl\n${command}_ledgerctl() { compadd -- ${words}; _files; }\ncompdef _ledgerctl ledgerctl\n`;
  throw new CommandFailure(
    EXIT.usage,
    'completion.shell',
    `不支持 ${shell}，只有 bash 与 zsh。`,
    `${shell} is not supported: bash and zsh are.`,
  );
}

function* wordsOf(command: Command): Iterable<string> {
  for (const option of command.options) if (option.long !== null && option.long !== undefined) yield option.long;
  for (const child of command.commands) {
    yield child.name();
    yield* wordsOf(child);
  }
}
