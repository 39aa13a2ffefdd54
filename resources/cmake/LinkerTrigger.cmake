# SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
# SPDX-License-Identifier: LGPL-3.0-or-later

# Run by cpack when the packages are there. It has given that of the library scripts that call
# ldconfig; in Debian a trigger has it called, once for all packages of a run, and the package has
# that one, too.
foreach(package IN LISTS CPACK_PACKAGE_FILES)
    cmake_path(GET package FILENAME name)
    if(NOT name MATCHES "^libasyncspawner[0-9]")
        continue()
    endif()
    set(unpacked ${CPACK_TEMPORARY_DIRECTORY}/unpacked)
    file(REMOVE_RECURSE ${unpacked})
    execute_process(COMMAND dpkg-deb --raw-extract ${package} ${unpacked}
        COMMAND_ERROR_IS_FATAL ANY
    )
    file(REMOVE ${unpacked}/DEBIAN/postinst ${unpacked}/DEBIAN/postrm)
    execute_process(COMMAND dpkg-deb --root-owner-group -Zxz --build ${unpacked} ${package}
        OUTPUT_QUIET
        COMMAND_ERROR_IS_FATAL ANY
    )
endforeach()
