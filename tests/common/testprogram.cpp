// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "common/testprogram.h"

#include <cstdio>
#include <string>

const ProgramTest *ProgramTest::s_last = nullptr;

ProgramTest::ProgramTest(std::string_view file, Main main)
    : m_file(file), m_main(main), m_previous(s_last)
{
    s_last = this;
}

const ProgramTest *ProgramTest::find(std::string_view name)
{
    const std::string end = "/tst_" + std::string(name) + ".cpp";
    const ProgramTest *test = s_last;
    while (test != nullptr && !test->m_file.ends_with(end))
        test = test->m_previous;
    return test;
}

int main(int argc, char *argv[])
{
    const ProgramTest *test = argc > 1 ? ProgramTest::find(argv[1]) : nullptr;
    if (test == nullptr) {
        std::fputs("The first argument is the name of a test of this program.\n", stderr);
        return 2;
    }
    argv[1] = argv[0]; // what follows are arguments of Qt Test
    return test->run(argc - 1, argv + 1);
}
