# SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
# SPDX-License-Identifier: GPL-3.0-or-later

cmake_minimum_required(VERSION 3.25)

# cmake -DSHARE=<folder> -DVERSION=<version> -P share.cmake
#
# Has those who read them check the desktop entry, the metainfo and the manual page.

set(id org.asyncspawner.SpawnMonitor)
set(ENV{LC_ALL} C.UTF-8)

# Fails also for what is only said.
function(check)
    execute_process(COMMAND ${ARGV}
        OUTPUT_VARIABLE output
        ERROR_VARIABLE error
        RESULT_VARIABLE result
    )
    if(NOT result EQUAL 0 OR NOT error STREQUAL "")
        list(GET ARGV 0 program)
        message(FATAL_ERROR "${program}: ${result}\n${output}${error}")
    endif()
endfunction()

check(desktop-file-validate --warn-kde ${SHARE}/${id}.desktop)
check(appstreamcli validate --no-net --strict ${SHARE}/${id}.metainfo.xml)
check(man --warnings --encoding=UTF-8 --troff-device=utf8 --local-file ${SHARE}/spawn-monitor.1)

# They tell of the same version, and the icon is there by its name.
foreach(file ${id}.metainfo.xml spawn-monitor.1)
    file(READ ${SHARE}/${file} text)
    string(FIND "${text}" "${VERSION}" place)
    if(place EQUAL -1)
        message(FATAL_ERROR "${file} is not of version ${VERSION}")
    endif()
endforeach()
file(READ ${SHARE}/${id}.desktop entry)
if(NOT entry MATCHES "\nIcon=${id}\n" OR NOT EXISTS ${SHARE}/${id}.svg)
    message(FATAL_ERROR "${id}.desktop has no icon")
endif()
