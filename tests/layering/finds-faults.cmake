# SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
# SPDX-License-Identifier: LGPL-3.0-or-later

cmake_minimum_required(VERSION 3.25)

# check.cmake on a tree that has every fault: it names each of them, and nothing else.
set(fixture ${CMAKE_CURRENT_LIST_DIR}/fixture)
execute_process(
    COMMAND ${CMAKE_COMMAND} -DROOT=${fixture} "-DINSTALLED=lib/spawner/good.h;lib/spawner/leaks.h"
        -P ${CMAKE_CURRENT_LIST_DIR}/check.cmake
    ERROR_VARIABLE found
    RESULT_VARIABLE result
)
if(result EQUAL 0)
    message(FATAL_ERROR "no fault was found")
endif()
string(REGEX REPLACE "\nCMake Error.*" "" found "${found}")
file(READ ${fixture}/expected expected)
if(NOT found STREQUAL expected)
    message(FATAL_ERROR "expected:\n${expected}\nfound:\n${found}")
endif()
