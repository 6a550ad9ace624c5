# zsh -f ask.zsh SCRIPT LINE...: what an interactive zsh offers behind each line, a candidate a line, and = behind each
zmodload zsh/zpty
folder=$(mktemp -d)
mkfifo $folder/told
exec 3<>$folder/told
print -r -- "
PS1=
unset zle_bracketed_paste
autoload -U compinit
compinit -D -u
source $1
alias w=weir
compadd() {
  local -a hits
  builtin compadd -A hits \"\$@\"
  print -rl -- \$hits >>$folder/told
  builtin compadd \"\$@\"
}
ask() {
  zle list-choices
  print -r -- = >>$folder/told
  BUFFER=
}
zle -N ask
bindkey '^I' ask
print -r -- \$options[completealiases] >>$folder/told
print -r -- = >>$folder/told
" >$folder/begin
hear() {
  while read -r -t 60 said <&3 && [[ $said != '=' ]]; do print -r -- $said; done
  print -r -- =
  while zpty -rt asked drawn; do :; done
}
zpty asked zsh -f -i
zpty -w asked "source $folder/begin"
hear
shift
for line; do
  zpty -w -n asked "$line"$'\t'
  hear
done
zpty -d asked
rm -r $folder
