// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "spawner/validation.h"

#include "engine/commandspec.h"
#include "spawner/failure.h"
#include "spawner/signalname.h"
#include "spawner/text.h"
#include "wire/protocol.h"

#include <cerrno>
#include <set>
#include <sys/resource.h>

namespace Spawn {

using Check = std::optional<Refusal>;

static constexpr int HighestChildDescriptor = 1 << 20;

static Check refuse(const QString &text)
{
    return Refusal{CommandResult::Stage::Validation, EINVAL, text};
}

static QString element(const char *list, qsizetype index)
{
    return QStringLiteral("\"%1[%2]\"").arg(QLatin1String(list)).arg(index);
}

static Check checkArguments(const CommandSpec &spec)
{
    if (spec.arguments.isEmpty())
        return refuse(Text::tr("\"argv\" is empty"));
    for (qsizetype i = 0; i < spec.arguments.size(); ++i) {
        if (spec.arguments[i].contains('\0'))
            return refuse(Text::tr("%1 contains a NUL byte").arg(element("argv", i)));
    }
    return {};
}

static Check checkEnvironment(const CommandSpec &spec)
{
    if (!spec.environment)
        return {};
    for (qsizetype i = 0; i < spec.environment->size(); ++i) {
        const QByteArray &variable = spec.environment->at(i);
        if (variable.contains('\0'))
            return refuse(Text::tr("%1 contains a NUL byte").arg(element("environment", i)));
        const qsizetype separator = variable.indexOf('=');
        if (separator < 0)
            return refuse(Text::tr("%1 has no \"=\"").arg(element("environment", i)));
        if (separator == 0)
            return refuse(Text::tr("%1 has an empty key").arg(element("environment", i)));
    }
    return {};
}

static Check checkPaths(const CommandSpec &spec)
{
    if (spec.workingDirectory.contains('\0'))
        return refuse(Text::tr("the working directory contains a NUL byte"));
    for (int i = 0; i < 3; ++i) {
        const auto index = static_cast<size_t>(i);
        if (spec.targets[index] != CommandSpec::StreamTarget::File)
            continue;
        const QByteArray &name = spec.extras().files[index].name;
        if (name.isEmpty())
            return refuse(Text::tr("the file name of %1 is empty").arg(streamName(i)));
        if (name.contains('\0'))
            return refuse(Text::tr("the file name of %1 contains a NUL byte").arg(streamName(i)));
    }
    return {};
}

static Check checkDescriptors(const CommandSpec &spec)
{
    const std::vector<CommandSpec::ExtraDescriptor> &descriptors = spec.extras().descriptors;
    if (descriptors.size() > Wire::MaximumExtraDescriptors) {
        return refuse(
            Text::tr("more than %1 descriptors are passed on").arg(Wire::MaximumExtraDescriptors));
    }
    std::set<int> numbers;
    for (const CommandSpec::ExtraDescriptor &extra : descriptors) {
        if (extra.childFd < 3 || extra.childFd > HighestChildDescriptor) {
            return refuse(Text::tr("descriptor %1 is not in the range of 3 to %2")
                              .arg(extra.childFd)
                              .arg(HighestChildDescriptor));
        }
        if (!numbers.insert(extra.childFd).second)
            return refuse(Text::tr("descriptor %1 is set twice").arg(extra.childFd));
        if (extra.error != 0) {
            return Refusal{CommandResult::Stage::Descriptor, extra.error,
                           descriptorName(extra.childFd)};
        }
    }
    return {};
}

static Check checkLimits(const CommandSpec &spec)
{
    const CommandSpec::Extras &extras = spec.extras();
    if (extras.niceLevel && (*extras.niceLevel < -20 || *extras.niceLevel > 19)) {
        return refuse(
            Text::tr("the nice level %1 is not in the range of -20 to 19").arg(*extras.niceLevel));
    }
    if (extras.limits.size() > Wire::MaximumLimits)
        return refuse(Text::tr("more than %1 resource limits are set").arg(Wire::MaximumLimits));
    for (const Wire::ResourceLimit &limit : extras.limits) {
        if (limit.resource >= RLIM_NLIMITS) {
            return refuse(
                Text::tr("there is no resource %1").arg(static_cast<int>(limit.resource)));
        }
        if (limit.soft > limit.hard) {
            return refuse(Text::tr("the soft limit of %1 is above its hard limit")
                              .arg(resourceName(static_cast<int>(limit.resource))));
        }
    }
    return {};
}

static Check checkNumbers(const CommandSpec &spec)
{
    if (spec.killSignal < 1 || spec.killSignal > HighestSignal)
        return refuse(Text::tr("there is no signal %1").arg(spec.killSignal));
    if (spec.timeout.count() < 0)
        return refuse(Text::tr("the timeout is negative"));
    if (spec.queueTimeout.count() < 0)
        return refuse(Text::tr("the queue timeout is negative"));
    if (spec.killDelay.count() < 0)
        return refuse(Text::tr("the kill delay is negative"));
    if (spec.drainTimeout.count() < 0)
        return refuse(Text::tr("the drain timeout is negative"));
    if (spec.outputLimit < 0)
        return refuse(Text::tr("the output limit is negative"));
    // Without a byte of buffer a streaming command could never write one.
    if (spec.streamBufferSize < 1)
        return refuse(Text::tr("the stream buffer has no room for a byte"));
    return {};
}

Check validate(const CommandSpec &spec)
{
    using Rule = Check (*)(const CommandSpec &);
    constexpr Rule rules[] = {checkArguments,   checkEnvironment, checkPaths,
                              checkDescriptors, checkLimits,      checkNumbers};
    for (const Rule rule : rules) {
        if (Check refusal = rule(spec))
            return refusal;
    }
    return {};
}

} // namespace Spawn
