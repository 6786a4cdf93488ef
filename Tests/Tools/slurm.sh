#!/bin/bash
# A real Slurm of two nodes on this machine's loopback, everything below one folder, without systemd.
#
# usage: slurm.sh start FOLDER        prints the path for SLURM_CONF when both nodes are idle
#        slurm.sh kill FOLDER NODE    the node dies: its daemon and all that runs on it, by SIGKILL
#        slurm.sh stop FOLDER         ends every process of it
set -uo pipefail
what=${1:?start, kill or stop} folder=$(mkdir -p "$2" && cd "$2" && pwd -P) node=${3:-}
export PATH=$PATH:/usr/sbin:/sbin
unset "${!SLURM_@}" 2>/dev/null || true
# Whoever started this waits until all that it inherited is closed; the daemons must not keep it open.
for fd in /proc/self/fd/*; do
    fd=${fd##*/}
    [ "$fd" -gt 2 ] 2>/dev/null && [ "$fd" -lt 255 ] && eval "exec $fd>&-"
done

named() { local d c; for d in /proc/[0-9]*; do c=; read -r c 2>/dev/null <"$d/comm"; [ "$c" = "$1" ] && echo "${d#/proc/}"; done; return 0; }
line() { tr '\0' ' ' <"/proc/$1/cmdline" 2>/dev/null; }
daemons() { # NAME PATTERN: by name and command line
    local p; for p in $(named "$1"); do [[ "$(line "$p")" == *$2* ]] && echo "$p"; done; return 0
}
below() { local p k; for p in "$@"; do echo "$p"; for k in $(cat /proc/"$p"/task/*/children 2>/dev/null); do below "$k"; done; done; }
jobs_of() { # NODE or *: the step daemons hold the node's log open; others say by their environment whose job they are
    local p f n=$1
    for p in $(named slurmstepd); do
        for f in /proc/"$p"/fd/*; do [[ "$(readlink "$f" 2>/dev/null)" == $folder/slurmd.$n.log ]] && { below "$p"; break; }; done
    done
    for f in $(grep -lzxF "SLURM_CONF=$folder/slurm.conf" /proc/[0-9]*/environ 2>/dev/null); do
        p=${f#/proc/} p=${p%/environ}
        [ "$n" = '*' ] || grep -qzx "SLURMD_NODENAME=$n" "$f" 2>/dev/null || continue
        [ "$p" != $$ ] && grep -qz '^SLURM_JOB_ID=' "$f" 2>/dev/null && echo "$p"
    done
}
end_jobs() { local i p; for i in 1 2 3 4 5; do p=$(jobs_of "$1" | sort -u); [ -z "$p" ] && return 0; kill -KILL $p 2>/dev/null; sleep 0.1; done; }

stop() {
    local p all
    p=$(daemons slurmd "-f $folder/slurm.conf"); all=$(below $(daemons slurmctld "-f $folder/slurm.conf"))
    [ -n "$p$all" ] && kill -TERM $p $all 2>/dev/null
    sleep 1
    p=$(daemons slurmd "-f $folder/slurm.conf"); [ -n "$p$all" ] && kill -KILL $p $all 2>/dev/null
    end_jobs '*'
    p=$(daemons munged "--socket=$folder/munge.socket"); [ -n "$p" ] && kill -KILL $p 2>/dev/null
    return 0
}

case $what in
kill)
    p=$(daemons slurmd "-f $folder/slurm.conf -N $node"); [ -n "$p" ] || { echo "no slurmd of $node" >&2; exit 1; }
    kill -KILL $p $(jobs_of "$node") 2>/dev/null
    end_jobs "$node"
    exit 0
    ;;
stop) stop; exit 0 ;;
esac

base=$((20000 + RANDOM % 10000))
host=$(hostname -s) own=""
# The daemons listen where the host's name leads.
case "$(getent ahostsv4 "$host" | head -n1)" in 127.*) ;; *) host=localhost own=1 ;; esac
cat >"$folder/slurm.conf" <<E2
ClusterName=test$base
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=$base
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
CredType=cred/munge
AuthInfo=socket=$folder/munge.socket,cred_expire=5
CommunicationParameters=NoInAddrAny,NoCtldInAddrAny,DisableIPv6
StateSaveLocation=$folder/state
SlurmdSpoolDir=$folder/spool/%n
SlurmctldPidFile=$folder/slurmctld.pid
SlurmdPidFile=$folder/slurmd.%n.pid
SlurmctldLogFile=$folder/slurmctld.log
SlurmdLogFile=$folder/slurmd.%n.log
DebugFlags=NO_CONF_HASH
MailProg=/bin/true
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SwitchType=switch/none
MpiDefault=none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
JobCompType=jobcomp/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SchedulerType=sched/backfill
SchedulerParameters=sched_interval=1,batch_sched_delay=0,sched_min_interval=0,bf_interval=1,nohold_on_prolog_fail
SlurmdParameters=config_overrides
ReturnToService=2
JobRequeue=1
SlurmdTimeout=2
MessageTimeout=5
TCPTimeout=2
KillWait=2
CompleteWait=0
InactiveLimit=0
BatchStartTimeout=5
NodeName=node[1-2] NodeHostname=$host NodeAddr=127.0.0.1 Port=[$((base + 1))-$((base + 2))] CPUs=1 RealMemory=1000 State=UNKNOWN
PartitionName=main Nodes=ALL Default=YES MaxTime=INFINITE State=UP
E2
printf 'CgroupPlugin=cgroup/v1\nCgroupAutomount=no\n' >"$folder/cgroup.conf"
mkdir -p "$folder/state" "$folder/spool"
chmod 755 "$folder"
(umask 077 && head -c 128 /dev/urandom >"$folder/munge.key")
run() {
    if [ -n "$own" ]; then unshare --uts /bin/sh -c 'hostname localhost; exec "$@"' sh "$@"; else "$@"; fi \
        </dev/null >>"$folder/daemons.log" 2>&1
}
fail() { echo "slurm.sh: $1" >&2; tail -n 20 "$folder"/*.log >&2; stop; exit 1; }
(umask 022 && munged --force --origin=127.0.0.1 --key-file="$folder/munge.key" --socket="$folder/munge.socket" \
    --pid-file="$folder/munged.pid" --log-file="$folder/munged.log" --seed-file="$folder/munged.seed" \
    --num-threads=2 </dev/null >>"$folder/daemons.log" 2>&1) || fail "munged does not start"
export SLURM_CONF=$folder/slurm.conf
run slurmctld -f "$SLURM_CONF" || fail "slurmctld does not start"
for name in node1 node2; do run slurmd -f "$SLURM_CONF" -N "$name" || fail "slurmd of $name does not start"; done
for _ in $(seq 300); do
    [ "$(timeout 10 sinfo -h -N -o '%N %T' 2>/dev/null | grep -c ' idle$')" = 2 ] && { echo "$SLURM_CONF"; exit 0; }
    sleep 0.1
done
fail "the nodes are not idle after 30 s"
