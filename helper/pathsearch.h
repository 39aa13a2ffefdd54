// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include <climits>
#include <cstring>

namespace Spawn {

// The names under which execvp() looks for a program: in the directories of PATH, of which an
// empty one is the current directory. Used in a child: no allocation, no state of the library.
class PathSearch final
{
public:
    PathSearch(const char *program, const char *const *environment)
        : m_program(program), m_programSize(strlen(program))
    {
        for (; *environment != nullptr; ++environment) {
            if (strncmp(*environment, "PATH=", 5) == 0) {
                m_rest = *environment + 5;
                break; // the first one counts, as in getenv()
            }
        }
    }

    // The next name, or null. One that is too long for the kernel is passed over.
    const char *next()
    {
        while (m_rest != nullptr) {
            const char *const start = m_rest;
            const char *const end = strchrnul(start, ':');
            m_rest = *end == ':' ? end + 1 : nullptr;
            auto size = static_cast<size_t>(end - start);
            if (size + 1 + m_programSize >= sizeof m_candidate)
                continue;
            memcpy(m_candidate, start, size);
            if (size > 0)
                m_candidate[size++] = '/';
            memcpy(m_candidate + size, m_program, m_programSize + 1);
            return m_candidate;
        }
        return nullptr;
    }

private:
    const char *m_program;
    size_t m_programSize;
    const char *m_rest = "/bin:/usr/bin";
    char m_candidate[PATH_MAX];
};

} // namespace Spawn
