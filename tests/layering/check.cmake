# SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
# SPDX-License-Identifier: LGPL-3.0-or-later

cmake_minimum_required(VERSION 3.25)

# cmake -DROOT=<source tree> [-DINSTALLED=<header>;…] -P check.cmake
#
# A folder includes only from itself and from folders to its left; wire and the helper know no Qt;
# a header that is installed includes nothing that is not. Prints a line for each that does.

# A folder, and what is to its left.
set(wire)
set(engine wire)
set(spawner engine wire)
set(workers spawner engine wire)
set(jobs workers spawner engine wire)
set(cluster workers spawner engine wire)
set(monitoring cluster jobs workers spawner engine wire)
set(helper wire)
set(jobhost jobs workers spawner engine wire)
set(monitor-app monitoring cluster jobs workers spawner engine wire)
set(layers wire engine spawner workers jobs cluster monitoring helper jobhost monitor-app)
set(without_qt wire helper)
set(not_installed wire engine helper jobhost monitor-app)

file(GLOB_RECURSE files RELATIVE ${ROOT}
    ${ROOT}/lib/*.cpp ${ROOT}/lib/*.h
    ${ROOT}/helper/*.cpp ${ROOT}/helper/*.h
    ${ROOT}/monitor-app/*.cpp ${ROOT}/monitor-app/*.h
)
if(NOT files)
    message(FATAL_ERROR "no sources in ${ROOT}")
endif()
list(SORT files)

set(faults "")
foreach(file IN LISTS files)
    if(file MATCHES "^lib/([^/]+)/|^helper/(jobhost)/|^(helper|monitor-app)/")
        set(layer ${CMAKE_MATCH_1}${CMAKE_MATCH_2}${CMAKE_MATCH_3})
    else()
        set(layer lib)
    endif()
    if(NOT layer IN_LIST layers)
        string(APPEND faults "${file}: ${layer} is not a layer\n")
        continue()
    endif()
    file(STRINGS ${ROOT}/${file} lines REGEX "^[ \t]*#[ \t]*include[ \t]")
    foreach(line IN LISTS lines)
        if(NOT line MATCHES "include[ \t]+[<\"]([^>\"]+)[>\"]")
            string(APPEND faults "${file}: cannot be read: ${line}\n")
            continue()
        endif()
        set(included ${CMAKE_MATCH_1})
        string(REGEX REPLACE "/.*" "" target "${included}")
        if(included MATCHES "\\.\\./")
            string(APPEND faults "${file}: ${included}: goes around the layers\n")
        elseif(layer IN_LIST without_qt AND included MATCHES "^Qt?[A-Z]")
            string(APPEND faults "${file}: ${included}: Qt is unknown here\n")
        elseif(file IN_LIST INSTALLED AND target IN_LIST not_installed)
            string(APPEND faults "${file}: ${included}: is not installed\n")
        elseif(target IN_LIST layers AND NOT target STREQUAL layer
                AND NOT target IN_LIST ${layer})
            string(APPEND faults "${file}: ${included}: is not to the left of ${layer}\n")
        endif()
    endforeach()
endforeach()

if(faults)
    message(NOTICE "${faults}")
    message(FATAL_ERROR "The layers are not kept.")
endif()
