// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "workers/workercommand.h"

#include <algorithm>
#include <unistd.h>
#include <utility>

namespace Spawn {

static constexpr int FirstDescriptor = 3; // fork()'s, unless the command has another use for it

static bool isScript(const QByteArray &program)
{
    return program.endsWith(".js") || program.endsWith(".mjs") || program.endsWith(".cjs");
}

static int freeDescriptor(const std::vector<CommandSpec::ExtraDescriptor> &taken)
{
    int fd = FirstDescriptor;
    while (std::any_of(taken.begin(), taken.end(),
                       [fd](const auto &descriptor) { return descriptor.childFd == fd; }))
        ++fd;
    return fd;
}

// Without what is said of a channel of this process's own: it is not the child's.
static QList<QByteArray> environmentWithoutChannel(const CommandSpec &spec)
{
    QList<QByteArray> variables;
    if (spec.environment) {
        variables = *spec.environment;
    } else {
        for (char **variable = environ; variable != nullptr && *variable != nullptr; ++variable)
            variables.append(*variable);
    }
    variables.removeIf([](const QByteArray &variable) {
        return variable.startsWith("NODE_CHANNEL_FD=")
            || variable.startsWith("NODE_CHANNEL_SERIALIZATION_MODE=");
    });
    return variables;
}

void makeWorkerCommand(CommandSpec &spec, std::shared_ptr<const Wire::Descriptor> channelEnd,
                       int error)
{
    using Target = CommandSpec::StreamTarget;
    spec.longLived = true;
    for (const size_t output : {1U, 2U}) {
        // A capture has a limit and an end, and a worker's output has neither.
        if (spec.targets[output] == Target::Pipe)
            spec.targets[output] = Target::Inherit;
    }
    if (!spec.arguments.isEmpty() && isScript(spec.arguments.first()))
        spec.arguments.prepend("node");
    const int fd = freeDescriptor(spec.extras().descriptors);
    spec.extras().descriptors.push_back({fd, std::move(channelEnd), error});
    spec.environment = environmentWithoutChannel(spec);
    spec.environment->append("NODE_CHANNEL_FD=" + QByteArray::number(fd));
    spec.environment->append("NODE_CHANNEL_SERIALIZATION_MODE=json");
}

} // namespace Spawn
