/**
 * What GitHub asks of each push before it takes it, as a hook of git: shell and git alone. The server passes in
 * `HOST_PROTECTED` (lines `<branch> <force|all>`), `HOST_SCAN` and `HOST_MAY_WORKFLOW`; it reads the code in the last error
 * line back out of the answer and puts GitHub's own words into git's report.
 */
export const PRE_RECEIVE = `#!/bin/sh
set -u
none=0000000000000000000000000000000000000000
failed=
say() { printf '%s\\n' "$1" >&2; }

guard() {
  branch=\${3#refs/heads/}
  level=$(printf '%s\\n' "\${HOST_PROTECTED:-}" | sed -n "s|^$branch ||p")
  [ -n "$level" ] || return 0
  if [ "$level" = all ]; then why='Changes must be made through a pull request.'
  elif [ "$2" = "$none" ]; then why='Cannot delete this branch'
  elif [ "$1" != "$none" ] && ! git merge-base --is-ancestor "$1" "$2"; then why='Cannot force-push to this branch'
  else return 0
  fi
  say "error: GH006: Protected branch update failed for $3."
  say "error: $why"
  failed=GH006
}

while read -r old new ref; do
  guard "$old" "$new" "$ref"
  [ -z "$failed" ] || continue
  [ "$new" != "$none" ] || continue
  list=$(mktemp)
  git rev-list --objects "$new" --not --all |
    git cat-file --batch-check='%(objecttype) %(objectsize) %(objectname) %(rest)' | grep '^blob ' >"$list"

  large=$(awk '$2 > 104857600 {
    path = $0; sub(/^blob [0-9]+ [0-9a-f]+ /, "", path)
    printf "error: File %s is %.2f MB; this exceeds GitHub'"'"'s file size limit of 100.00 MB\\n", path, $2 / 1048576
  }' "$list")
  if [ -n "$large" ]; then
    say 'error: Trace: 6d1f2f6d7e1d4e0c8a5b3c2f1e0d9c8b7a6f5e4d'
    say 'error: See https://gh.io/lfs for more information.'
    say "$large"
    say 'error: GH001: Large files detected. You may want to try Git Large File Storage - https://git-lfs.github.com.'
    failed=GH001
  fi
  heavy=$(awk '$2 > 52428800 && $2 <= 104857600 {
    path = $0; sub(/^blob [0-9]+ [0-9a-f]+ /, "", path)
    printf "warning: File %s is %.2f MB; this is larger than GitHub'"'"'s recommended maximum file size of 50.00 MB\\n", path, $2 / 1048576
  }' "$list")
  if [ -n "$heavy" ]; then
    say "$heavy"
    say 'warning: GH001: Large files detected. You may want to try Git Large File Storage - https://git-lfs.github.com.'
  fi

  if [ -z "$failed" ] && [ "\${HOST_MAY_WORKFLOW:-}" != 1 ]; then
    flow=$(git diff-tree -r --root --no-commit-id --name-only --diff-filter=AM "$new" -- .github/workflows | head -n 1)
    if [ -n "$flow" ]; then
      say "HOSTWORKFLOW $flow"
      failed=HOSTWORKFLOW
    fi
  fi

  pattern='ghp_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{40,}|AIza[A-Za-z0-9_-]{35}|AKIA[A-Z0-9]{16}|sk-[A-Za-z0-9]{40,}|sk-ant-[A-Za-z0-9_-]{40,}|BEGIN (RSA |OPENSSH )?PRIVATE KEY'
  if [ -z "$failed" ] && [ "\${HOST_SCAN:-}" = 1 ] &&
    awk '$2 <= 1048576 {print $3}' "$list" | git cat-file --batch | grep -aqE "$pattern"; then
    say 'error: GH013: Repository rule violations found for '"$ref"'.'
    say ''
    say '- GITHUB PUSH PROTECTION'
    say '  —————————————————————————————————————————'
    say '    Resolve the following violations before pushing again'
    say ''
    say '    - Push cannot contain secrets'
    say ''
    awk '$2 <= 1048576' "$list" | while read -r kind size name path; do
      if git cat-file blob "$name" | grep -aqE "$pattern"; then
        say '      —— Secret ————————————————————————————————————————————'
        say '       locations:'
        say "         - commit: $new"
        say "           path: $path:1"
        say ''
      fi
    done
    failed=GH013
  fi
  rm -f "$list"
done
[ -z "$failed" ]
`;

/** What git's report says of a refused ref, where GitHub does not say what git itself would. */
export function reasonOf(hookOutput: string): string | undefined {
  const [, workflow] = /HOSTWORKFLOW (\S+)/.exec(hookOutput) ?? [];
  if (workflow !== undefined) {
    return `refusing to allow a Personal Access Token to create or update workflow \`${workflow}\` without \`workflow\` scope`;
  }
  if (hookOutput.includes('error: GH013:')) return 'push declined due to repository rule violations';
  if (hookOutput.includes('error: GH006:')) return 'protected branch hook declined';
  return undefined;
}
