# SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
# SPDX-License-Identifier: LGPL-3.0-or-later

# The components as Debian packages: what cpack -G DEB makes of a build with the prefix /usr.
# Everything that holds for one package alone is in one call at the end.

set(package_release 1)
set(package_version ${PROJECT_VERSION}-${package_release})
set(package_maintainer "AsyncSpawner contributors <maintainers@asyncspawner.example>")
set(packages_dir ${PROJECT_BINARY_DIR}/packages)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME asyncspawner)
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_PACKAGE_CONTACT ${package_maintainer})
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "") # each package has its own
set(CPACK_PACKAGING_INSTALL_PREFIX ${CMAKE_INSTALL_PREFIX})
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
    OWNER_READ OWNER_WRITE OWNER_EXECUTE
    GROUP_READ GROUP_EXECUTE
    WORLD_READ WORLD_EXECUTE
)
set(CPACK_STRIP_FILES ON)
set(CPACK_COMPONENTS_ALL "")
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SOURCE asyncspawner)
set(CPACK_DEBIAN_PACKAGE_RELEASE ${package_release})
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_COMPRESSION_TYPE xz)
set(CPACK_DEBIAN_PACKAGE_GENERATE_SHLIBS ON)
set(CPACK_POST_BUILD_SCRIPTS ${PROJECT_SOURCE_DIR}/resources/cmake/LinkerTrigger.cmake)

# A program of ours finds its dependencies by the library that was built with it.
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS_PRIVATE_DIRS ${ASYNCSPAWNER_BINARY_LIBDIR})

# As Debian wants them: without the time of packing, so that the same build is the same package.
function(compress file text)
    file(WRITE ${file} "${text}")
    execute_process(COMMAND gzip --force --best --no-name ${file} COMMAND_ERROR_IS_FATAL ANY)
endfunction()

file(READ resources/doc/changelog.md changelog)
compress(${packages_dir}/changelog "${changelog}")
compress(${packages_dir}/changelog.Debian
"asyncspawner (${package_version}) unstable; urgency=medium

  * Version ${PROJECT_VERSION}, as its own changelog tells.

 -- ${package_maintainer}  Sun, 22 Nov 2026 12:00:00 +0000
")
file(WRITE ${packages_dir}/copyright
"Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: AsyncSpawner
Upstream-Contact: ${package_maintainer}

Files: *
Copyright: 2026 AsyncSpawner contributors
License: LGPL-3.0-or-later

Files: monitor-app/*
Copyright: 2026 AsyncSpawner contributors
License: GPL-3.0-or-later

Files: resources/examples/*
Copyright: 2026 AsyncSpawner contributors
License: CC0-1.0

License: LGPL-3.0-or-later
 This library is free software: you can redistribute it and/or modify it under the terms of the GNU
 Lesser General Public License as published by the Free Software Foundation, either version 3 of the
 License, or (at your option) any later version.
 .
 It is distributed in the hope that it will be useful, but WITHOUT ANY WARRANTY; without even the
 implied warranty of MERCHANTABILITY or FITNESS FOR A PARTICULAR PURPOSE. See the GNU Lesser General
 Public License for more details.
 .
 On Debian systems, the complete text is in /usr/share/common-licenses/LGPL-3, and that of the GNU
 General Public License, which it refers to, in /usr/share/common-licenses/GPL-3.

License: GPL-3.0-or-later
 This program is free software: you can redistribute it and/or modify it under the terms of the GNU
 General Public License as published by the Free Software Foundation, either version 3 of the License,
 or (at your option) any later version.
 .
 It is distributed in the hope that it will be useful, but WITHOUT ANY WARRANTY; without even the
 implied warranty of MERCHANTABILITY or FITNESS FOR A PARTICULAR PURPOSE. See the GNU General Public
 License for more details.
 .
 On Debian systems, the complete text is in /usr/share/common-licenses/GPL-3.

License: CC0-1.0
 To the extent possible under law, the authors have waived all copyright and related or neighboring
 rights to these files.
 .
 On Debian systems, the complete text is in /usr/share/common-licenses/CC0-1.0.
")

# asyncspawner_package(<component> <name>
#                      SECTION <section> DESCRIPTION <text, its first line the synopsis>
#                      [DEPENDS <package>…] [RECOMMENDS <package>…] [SUGGESTS <package>…]
#                      [BINARY] [ALL])
#
# BINARY: it depends on the libraries that its programs are linked with. ALL: it is the same for every
# architecture.
function(asyncspawner_package component name)
    cmake_parse_arguments(PARSE_ARGV 2 arg "ALL;BINARY" "DESCRIPTION;SECTION" "DEPENDS;RECOMMENDS;SUGGESTS")
    install(
        FILES
            ${packages_dir}/changelog.gz
            ${packages_dir}/changelog.Debian.gz
            ${packages_dir}/copyright
        DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/${name}
        COMPONENT ${component}
    )
    # Run after what Install.cmake has: Debian's manual pages are compressed.
    install(CODE "
        file(GLOB pages \"\$ENV{DESTDIR}\${CMAKE_INSTALL_PREFIX}/${CMAKE_INSTALL_MANDIR}/man*/*.[1-8]\")
        if(pages)
            execute_process(COMMAND gzip --force --best --no-name \${pages} COMMAND_ERROR_IS_FATAL ANY)
        endif()
    "
        COMPONENT ${component}
    )
    set(overrides ${PROJECT_SOURCE_DIR}/resources/debian/${name}.lintian-overrides)
    if(EXISTS ${overrides})
        install(FILES ${overrides}
            DESTINATION ${CMAKE_INSTALL_DATADIR}/lintian/overrides
            RENAME ${name}
            COMPONENT ${component}
        )
    endif()

    string(TOUPPER ${component} upper)
    set(prefix CPACK_DEBIAN_${upper})
    list(APPEND CPACK_COMPONENTS_ALL ${component})
    set(CPACK_COMPONENTS_ALL ${CPACK_COMPONENTS_ALL} PARENT_SCOPE)
    set(${prefix}_PACKAGE_NAME ${name} PARENT_SCOPE)
    set(${prefix}_PACKAGE_SECTION ${arg_SECTION} PARENT_SCOPE)
    set(${prefix}_DESCRIPTION ${arg_DESCRIPTION} PARENT_SCOPE)
    set(${prefix}_PACKAGE_SHLIBDEPS ${arg_BINARY} PARENT_SCOPE)
    foreach(relation DEPENDS RECOMMENDS SUGGESTS)
        list(JOIN arg_${relation} ", " packages)
        set(${prefix}_PACKAGE_${relation} ${packages} PARENT_SCOPE)
    endforeach()
    if(arg_ALL)
        set(${prefix}_PACKAGE_ARCHITECTURE all PARENT_SCOPE)
    endif()
endfunction()

# A change of the library's interface changes its name: the number is that of its soname.
set(library_package libasyncspawner${PROJECT_VERSION_MAJOR})
set(same_library "${library_package} (= ${package_version})")

asyncspawner_package(library ${library_package} BINARY
    SECTION libs
    DEPENDS "asyncspawner-helper (= ${package_version})"
    SUGGESTS "asyncspawner-jobhost | nodejs"
    DESCRIPTION
"runs programs from a Qt event loop without holding it up
A Qt application that starts programs from its event loop pays for it:
the calling thread waits until the child has executed. AsyncSpawner
moves every spawn into one small helper process and everything else into
one I/O thread. The application asks for a command and gets signals back.
.
It also keeps long-lived workers that speak Node's IPC, spreads messages
over pools of them, and runs jobs in JavaScript, C++ or any other language
in processes of their own.
.
This package has the shared library."
)
file(WRITE ${packages_dir}/triggers "activate-noawait ldconfig\n")
set(CPACK_DEBIAN_LIBRARY_PACKAGE_CONTROL_EXTRA ${packages_dir}/triggers)

asyncspawner_package(development libasyncspawner-dev
    SECTION libdevel
    DEPENDS ${same_library} "qt6-base-dev (>= 6.4)"
    SUGGESTS asyncspawner-doc
    DESCRIPTION
"runs programs from a Qt event loop - development files
AsyncSpawner runs programs through one small helper process, so that the
event loop of a Qt application never waits for a spawn. It also keeps
workers and pools of them, and runs jobs in processes of their own.
.
This package has what programs that use it are built with: the headers,
and the files for CMake and pkg-config."
)
asyncspawner_package(helper asyncspawner-helper
    SECTION libs
    SUGGESTS nodejs
    DESCRIPTION
"starts the commands of applications that use AsyncSpawner
AsyncSpawner runs programs from the event loop of a Qt application without
holding it up.
.
This package has the helper process, which such an application starts for
itself and which starts its commands; it is static and of no use by
itself. The script that runs jobs in JavaScript under Node, and the manual
page of the environment and the files, are in it as well."
)
asyncspawner_package(jobhost asyncspawner-jobhost BINARY
    SECTION libs
    DEPENDS ${same_library}
    DESCRIPTION
"runs the jobs of AsyncSpawner in JavaScript without Node
A job of AsyncSpawner is a script, a payload and a result, and runs in a
worker process of its own.
.
This package has the worker for scripts in JavaScript where there is no
Node, on Qt's own engine, which starts in a tenth of the time, and for
jobs that are Qt plug-ins."
)
asyncspawner_package(monitor spawn-monitor BINARY
    SECTION devel
    DEPENDS ${same_library}
    DESCRIPTION
"shows what applications with an AsyncSpawner run
Attaches to applications that run programs through AsyncSpawner, and shows
the commands that wait, run and have ended, the helper process and how its
predecessors ended, pools of workers, jobs, and the log. Attaching and
detaching change nothing for the application.
.
There is a window, and the same for a terminal. It can also run a list of
commands, a job, or the lines of its input through workers."
)
asyncspawner_package(documentation asyncspawner-doc ALL
    SECTION doc
    DESCRIPTION
"runs programs from a Qt event loop - documentation
AsyncSpawner runs programs through one small helper process, so that the
event loop of a Qt application never waits for a spawn.
.
This package has the reference of its classes, the guides, the protocols
that programs in other languages may speak, and examples."
)
set(documentation_dir ${CMAKE_INSTALL_DATADIR}/doc/asyncspawner-doc)
install(DIRECTORY ${PROJECT_BINARY_DIR}/doc/html
    DESTINATION ${documentation_dir}
    COMPONENT documentation
)
# The guides name them as ../examples, which is where they are in the source as well.
install(DIRECTORY resources/examples
    DESTINATION ${documentation_dir}
    COMPONENT documentation
    PATTERN CMakeLists.txt EXCLUDE
)

include(CPack)
