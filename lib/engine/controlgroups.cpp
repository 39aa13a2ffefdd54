// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "engine/controlgroups.h"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <linux/magic.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

namespace Spawn {

using namespace std::chrono_literals;

static constexpr auto FirstLook = 2ms;
static constexpr auto LongestPause = 500ms; // what stays waits in the kernel

ControlGroups::~ControlGroups()
{
    if (m_look)
        m_reactor.clearDeadline(*m_look);
    if (m_directory)
        rmdir(m_path.constData());
}

int ControlGroups::open(const QByteArray &directory)
{
    if (m_directory)
        return 0;
    if (!directory.startsWith('/'))
        return -EINVAL; // the helper's directory is another
    // Not those of spawners of this process, and not what a dead one with its number has left.
    static int number = 0; // of the I/O thread
    QByteArray path;
    do {
        path = directory + "/asyncspawner-" + QByteArray::number(getpid()) + '-'
            + QByteArray::number(++number);
        if (mkdir(path.constData(), 0755) == 0)
            break;
    } while (errno == EEXIST);
    Wire::Descriptor opened(::open(path.constData(), O_DIRECTORY | O_CLOEXEC));
    if (!opened)
        return -errno;
    struct statfs fileSystem
    {
    };
    if (fstatfs(opened.get(), &fileSystem) != 0 || fileSystem.f_type != CGROUP2_SUPER_MAGIC
        || faccessat(opened.get(), "cgroup.kill", W_OK, 0) != 0) {
        rmdir(path.constData());
        return -EOPNOTSUPP;
    }
    m_directory = std::move(opened);
    m_path = path;
    return 0;
}

int ControlGroups::make(uint64_t id)
{
    std::erase(m_leaving, id); // of an earlier attempt: what was in it is killed, or dying
    if (mkdirat(m_directory.get(), QByteArray::number(quint64{id}).constData(), 0755) == 0)
        return 0;
    return errno == EEXIST ? 0 : -errno;
}

void ControlGroups::remove(uint64_t id)
{
    const QByteArray name = QByteArray::number(quint64{id});
    const Wire::Descriptor end(
        openat(m_directory.get(), (name + "/cgroup.kill").constData(), O_WRONLY | O_CLOEXEC));
    // An error leaves the group as it is, which the removal shows.
    if (end)
        (void)!write(end.get(), "1", 1);
    if (unlinkat(m_directory.get(), name.constData(), AT_REMOVEDIR) == 0 || errno != EBUSY)
        return;
    m_leaving.push_back(id);
    lookLater(FirstLook);
}

void ControlGroups::lookLater(std::chrono::milliseconds delay)
{
    if (m_look)
        m_reactor.clearDeadline(*m_look);
    m_delay = delay;
    m_look = m_reactor.setDeadline(Clock::now() + delay, this, 0);
}

void ControlGroups::deadlineReached(int)
{
    m_look.reset();
    std::erase_if(m_leaving, [this](uint64_t id) {
        const QByteArray name = QByteArray::number(quint64{id});
        return unlinkat(m_directory.get(), name.constData(), AT_REMOVEDIR) == 0 || errno != EBUSY;
    });
    if (!m_leaving.empty())
        lookLater(std::min<std::chrono::milliseconds>(2 * m_delay, LongestPause));
}

} // namespace Spawn
