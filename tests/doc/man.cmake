# SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
# SPDX-License-Identifier: LGPL-3.0-or-later

cmake_minimum_required(VERSION 3.25)

# cmake -DPAGES=<folder> -DVERSION=<version> -P man.cmake
#
# Has man read the manual pages; what it warns of is a failure. They tell of this version.

set(ENV{LC_ALL} C.UTF-8)
file(GLOB pages ${PAGES}/*.[1-8])
list(LENGTH pages count)
if(count EQUAL 0)
    message(FATAL_ERROR "there is no page in ${PAGES}")
endif()
foreach(page IN LISTS pages)
    execute_process(
        COMMAND man --warnings --encoding=UTF-8 --troff-device=utf8 --local-file ${page}
        OUTPUT_QUIET
        ERROR_VARIABLE error
        RESULT_VARIABLE result
    )
    if(NOT result EQUAL 0 OR NOT error STREQUAL "")
        message(FATAL_ERROR "${page}: ${result}\n${error}")
    endif()
    file(READ ${page} text)
    string(FIND "${text}" "\"AsyncSpawner ${VERSION}\"" place)
    if(place EQUAL -1)
        message(FATAL_ERROR "${page} is not of version ${VERSION}")
    endif()
endforeach()
message(STATUS "${count} pages")
