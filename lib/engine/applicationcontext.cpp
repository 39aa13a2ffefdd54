// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "engine/applicationcontext.h"

#include <climits>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <sys/resource.h>

namespace Spawn {

ApplicationContextSource::ApplicationContextSource()
    : m_status(open("/proc/self/status", O_RDONLY | O_CLOEXEC))
{
}

// umask() can only be read by changing it, and other threads would create files meanwhile. The
// line is the second or third of the file, after the name, which holds at most 64 bytes escaped.
uint32_t ApplicationContextSource::readUmask() const
{
    char text[256];
    const ssize_t size = m_status ? pread(m_status.get(), text, sizeof text - 1, 0) : -1;
    if (size > 0) {
        text[size] = 0;
        static constexpr char Key[] = "\nUmask:";
        if (const char *line = strstr(text, Key))
            return static_cast<uint32_t>(strtoul(line + sizeof Key - 1, nullptr, 8)) & 0777;
    }
    return m_last ? m_last->umask : 022;
}

ApplicationContext ApplicationContextSource::read() const
{
    ApplicationContext context;
    char path[PATH_MAX];
    // A directory outside our root is reported as "(unreachable)/…".
    if (getcwd(path, sizeof path) != nullptr && path[0] == '/') {
        context.directory = path;
    } else {
        const int fd = open(".", O_PATH | O_DIRECTORY | O_CLOEXEC);
        if (fd >= 0)
            context.directoryDescriptor = std::make_shared<const Wire::Descriptor>(fd);
    }
    context.umask = readUmask();
    context.niceLevel = getpriority(PRIO_PROCESS, static_cast<id_t>(getpid()));
    context.limits.reserve(RLIM_NLIMITS);
    for (int resource = 0; resource < static_cast<int>(RLIM_NLIMITS); ++resource) {
        rlimit limit{};
        if (getrlimit(static_cast<__rlimit_resource_t>(resource), &limit) == 0)
            context.limits.push_back(
                {static_cast<uint32_t>(resource), limit.rlim_cur, limit.rlim_max});
    }
    return context;
}

std::shared_ptr<const ApplicationContext>
ApplicationContextSource::context(const QByteArray &environment)
{
    const bool sameEnvironment
        = m_last && (environment.isNull() || environment.isSharedWith(m_last->environment));
    if (m_isFresh && sameEnvironment)
        return m_last;
    ApplicationContext context = m_isFresh ? *m_last : read();
    if (!environment.isNull())
        context.environment = environment;
    else if (m_last)
        context.environment = m_last->environment;
    if (!m_last || !(*m_last == context))
        m_last = std::make_shared<const ApplicationContext>(std::move(context));
    m_isFresh = true;
    return m_last;
}

void ApplicationContextSource::endBatch()
{
    m_isFresh = false;
    // Not kept beyond the commands that need it: it would pin what was removed or unmounted.
    if (m_last && m_last->directoryDescriptor)
        m_last.reset();
}

} // namespace Spawn
