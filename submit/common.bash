# What submit/yarn and submit/k8s share; sourced by them.
# shellcheck shell=bash

fail() {
  printf 'plateau: %s\n' "$1" >&2
  exit 2
}

# The comment at the top of a launcher is its help.
usage() {
  sed -n '2,/^[^#]/{s/^# \{0,1\}//p}' "$1"
  printf '\nThe commands and their options are those of submit/local: submit/local --help\n'
}

# 4g, 512m or plain MiB as MiB: mib NAME VALUE
mib() {
  local number=${2%[gGmM]}
  [[ $number =~ ^[1-9][0-9]{0,6}$ ]] || fail "$1 is '$2': give a whole number with g or m, such as 4g"
  case $2 in
    *[gG]) printf '%d' $((number * 1024)) ;;
    *) printf '%d' "$number" ;;
  esac
}

# A whole number from 0: whole NAME VALUE
whole() {
  [[ $2 =~ ^(0|[1-9][0-9]{0,6})$ ]] || fail "$1 is '$2': give a whole number"
}

find_spark_submit() {
  if [[ -n ${SPARK_HOME:-} ]]; then
    spark_submit=$SPARK_HOME/bin/spark-submit
    [[ -x $spark_submit ]] || fail "SPARK_HOME is $SPARK_HOME, but there is no bin/spark-submit: set it to a Spark 3.5 for Scala 2.12"
  else
    spark_submit=$(command -v spark-submit) || fail "no spark-submit found: set SPARK_HOME to a Spark 3.5 for Scala 2.12"
  fi
}

# Sets jar: PLATEAU_JAR, or the one of this checkout, built first when sources are newer than it.
find_jar() {
  jar=${PLATEAU_JAR:-}
  if [[ -n $jar ]]; then
    [[ $jar == *:/* || -f $jar ]] || fail "PLATEAU_JAR is $jar, which does not exist"
    return
  fi
  jar=$root/spark-job/target/plateau-spark.jar
  [[ -z ${PLATEAU_SKIP_BUILD:-} ]] || { [[ -f $jar ]] || fail "nothing has been built yet: run without PLATEAU_SKIP_BUILD"; return; }
  local changed=none
  if [[ -f $jar ]]; then
    changed=$(find "$root/pom.xml" "$root/conf/reference.conf" "$root"/*/pom.xml "$root"/*/src/main -newer "$jar" -type f -print -quit)
  fi
  [[ -n $changed ]] || return 0
  command -v mvn > /dev/null || fail "no Maven found: install Maven 3.8 or later to build plateau, or name a plateau-spark.jar with PLATEAU_JAR"
  printf 'plateau: building plateau-spark.jar (only after a change)\n' >&2
  (
    cd -- "$root"
    flock -w 1800 9 || { printf 'another build of %s has not ended within half an hour\n' "$root"; exit 1; }
    mvn -q -B -Dstyle.color=never -Pquick -Dbundle.skip=false -Dmaven.test.skip=true package
  ) 9< "$root/pom.xml" >&2 || fail "the build failed; the messages above say why"
}

# Adds --conf options to `options` for every line "key value" of a file of Spark properties. Not --properties-file: that would put the
# cluster's own spark-defaults.conf out of force.
add_properties() {
  [[ -f $1 ]] || fail "the file of Spark properties $1 does not exist: see PLATEAU_SPARK_CONF"
  local key value
  while read -r key value || [[ -n $key ]]; do
    [[ -z $key || $key == '#'* ]] || options+=(--conf "$key=$value")
  done < "$1"
}

# Sizes of a process: heap, memory beside it (ND4J's arrays, BLAS, Netty), and what JavaCPP may take of both.
# add_memory ROLE HEAP OVERHEAD [RESERVED]: three quarters of the overhead, without what is reserved, are arrays; the rest is for threads,
# class data and buffers of the network.
add_memory() {
  local heap overhead reserved=${4:-0}
  heap=$(mib "PLATEAU_${1^^}_MEMORY" "$2")
  overhead=$(mib "PLATEAU_${1^^}_OVERHEAD" "$3")
  [[ $overhead -gt $reserved ]] || fail "PLATEAU_${1^^}_OVERHEAD is '$3': CUDA and its pinned memory alone take ${reserved}m, give more"
  options+=(--conf "spark.$1.memory=${heap}m" --conf "spark.$1.memoryOverhead=${overhead}m")
  limits="-Dorg.bytedeco.javacpp.maxbytes=$(((overhead - reserved) * 3 / 4))m -Dorg.bytedeco.javacpp.maxphysicalbytes=$((heap + overhead))m"
}

# Sets gpu_reserved: MiB of the executors' overhead that arrays of JavaCPP may not take, for CUDA's context and gpu.host-memory. Adds options
# for one GPU to each executor and to each task: a task owns the GPU of its executor.
# add_gpus NUMBER DISCOVERY-SCRIPT
add_gpus() {
  gpu_reserved=0
  [[ $1 == 0 || $1 == 1 ]] || fail "PLATEAU_GPUS is '$1': an executor computes on one GPU, give 1 and more executors"
  [[ $1 == 1 ]] || return 0
  gpu_reserved=2048
  options+=(
    --conf "spark.executor.resource.gpu.amount=1"
    --conf "spark.executor.resource.gpu.discoveryScript=$2"
    --conf "spark.task.resource.gpu.amount=1"
  )
}

# Whether the command does its work where it was typed: it needs no executors, or only shows help.
is_local_command() {
  local argument
  for argument in "$@"; do
    [[ $argument != -h && $argument != --help && $argument != -V && $argument != --version ]] || return 0
  done
  [[ ${1:-} == validate || ${1:-} == compare || ${1:-} == toy ]]
}

# Sets arguments: those given, but files of --config and --sweep by the name that they have where the driver runs, under directory $1.
# Collects the files themselves in `shipped`.
relocate_files() {
  local directory=$1 previous='' argument file
  shift
  arguments=()
  shipped=()
  for argument in "$@"; do
    file=
    case $previous in --config | --sweep) file=$argument ;; esac
    case $argument in --config=* | --sweep=*) file=${argument#*=} ;; esac
    if [[ -n $file && $file != local:* ]]; then
      [[ -f $file ]] || fail "the file $file does not exist"
      local other
      for other in ${shipped[@]+"${shipped[@]}"}; do
        [[ $other == "$file" || ${other##*/} != "${file##*/}" ]] || fail "$other and $file have one name: rename one of them"
      done
      shipped+=("$file")
      argument=${argument%"$file"}$directory${file##*/}
    elif [[ -n $file ]]; then
      # local:///path is a file that is there where the driver runs.
      argument=${argument%"$file"}${file#local://}
    fi
    arguments+=("$argument")
    previous=$argument
  done
}

# The revision that a checkout is at, for the run's provenance.
commit() {
  git -C "$root" describe --always --dirty --abbrev=12 2> /dev/null || printf 'unknown'
}

# Runs the command, or shows it where PLATEAU_DRY_RUN says so.
run_command() {
  if [[ -n ${PLATEAU_DRY_RUN:-} ]]; then
    printf '%q ' "$@"
    printf '\n'
  else
    "$@"
  fi
}
