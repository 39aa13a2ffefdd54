# SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
# SPDX-License-Identifier: LGPL-3.0-or-later

cmake_minimum_required(VERSION 3.25)

# Installs the build, moves the prefix, and builds and runs programs that know nothing else.
#   BUILD, WORK, SOURCE   folders: the build, an empty one for here, the consumer's
#   GENERATOR, COMPILER, LIBDIR, LIBEXECDIR, JOBHOST, MONITOR

function(run)
    execute_process(COMMAND ${ARGV} COMMAND_ERROR_IS_FATAL ANY)
endfunction()

function(expect_output program)
    execute_process(COMMAND ${program}
        OUTPUT_VARIABLE output
        COMMAND_ECHO STDOUT
        COMMAND_ERROR_IS_FATAL ANY
    )
    set(expected "installed\n${prefix}/${LIBEXECDIR}/asyncspawner-helper\n")
    if(NOT output STREQUAL expected)
        message(FATAL_ERROR "expected:\n${expected}found:\n${output}")
    endif()
endfunction()

set(ENV{ASYNCSPAWNER_HELPER})
file(REMOVE_RECURSE ${WORK})
file(MAKE_DIRECTORY ${WORK})
run(${CMAKE_COMMAND} --install ${BUILD} --prefix ${WORK}/installed)
set(prefix ${WORK}/moved)
file(RENAME ${WORK}/installed ${prefix})

message(STATUS "find_package")
run(${CMAKE_COMMAND} -S ${SOURCE} -B ${WORK}/consumer -G ${GENERATOR}
    -DCMAKE_CXX_COMPILER=${COMPILER} -DCMAKE_PREFIX_PATH=${prefix}
)
run(${CMAKE_COMMAND} --build ${WORK}/consumer)
expect_output(${WORK}/consumer/consumer)

message(STATUS "pkg-config")
set(ENV{PKG_CONFIG_PATH} ${prefix}/${LIBDIR}/pkgconfig)
execute_process(COMMAND pkg-config --cflags --libs asyncspawner
    OUTPUT_VARIABLE flags
    OUTPUT_STRIP_TRAILING_WHITESPACE
    COMMAND_ERROR_IS_FATAL ANY
)
separate_arguments(flags UNIX_COMMAND "${flags}")
run(${COMPILER} -std=c++20 -fPIC ${SOURCE}/consumer.cpp -o ${WORK}/pkgconfig-consumer
    ${flags} -Wl,-rpath,${prefix}/${LIBDIR}
)
expect_output(${WORK}/pkgconfig-consumer)

function(expect_job_host program)
    message(STATUS "${program}")
    execute_process(COMMAND ${prefix}/${LIBEXECDIR}/${program}
        RESULT_VARIABLE code
        ERROR_VARIABLE complaint
    )
    # It finds its libraries, and that nobody has a job for it.
    if(NOT code EQUAL 2 OR NOT complaint MATCHES "to be started by a")
        message(FATAL_ERROR "${code}: ${complaint}")
    endif()
endfunction()

expect_job_host(asyncspawner-jobhost.js)
if(JOBHOST)
    expect_job_host(asyncspawner-jobhost)
endif()

if(MONITOR)
    message(STATUS "spawn-monitor")
    file(WRITE ${WORK}/commands "true\n")
    run(${prefix}/bin/spawn-monitor run ${WORK}/commands)
endif()
