// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "controlgroup.h"

#include <cerrno>
#include <cstdio>
#include <dirent.h>
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

namespace Spawn {

using namespace Wire;

void ControlGroup::open(const char *path)
{
    m_path = path;
    m_directory.reset(::open(path, O_DIRECTORY | O_CLOEXEC));
}

int ControlGroup::openOne(uint64_t id, Descriptor &out) const
{
    char name[24];
    snprintf(name, sizeof name, "%ju", uintmax_t{id});
    out.reset(openat(m_directory.get(), name, O_PATH | O_DIRECTORY | O_CLOEXEC));
    return out ? 0 : -errno;
}

void ControlGroup::end() const
{
    const Descriptor kill(openat(m_directory.get(), "cgroup.kill", O_WRONLY | O_CLOEXEC));
    if (!kill || write(kill.get(), "1", 1) != 1)
        return;
    // The kernel needs a moment for that, and nobody else is left to remove the directories.
    for (int round = 0; round < 200 && !removeAll(); ++round)
        poll(nullptr, 0, 5);
}

bool ControlGroup::removeAll() const
{
    DIR *const all = fdopendir(dup(m_directory.get()));
    if (all == nullptr)
        return true;
    rewinddir(all); // its position is that of the last round
    while (const dirent *const entry = readdir(all)) {
        if (entry->d_type == DT_DIR && entry->d_name[0] != '.')
            unlinkat(m_directory.get(), entry->d_name, AT_REMOVEDIR);
    }
    closedir(all);
    return rmdir(m_path.c_str()) == 0 || errno != EBUSY;
}

} // namespace Spawn
