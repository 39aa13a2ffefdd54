// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include <QtCore/QJsonArray>
#include <QtCore/QJsonObject>
#include <QtCore/QMetaEnum>
#include <QtCore/QStringList>

#include <algorithm>
#include <cmath>
#include <limits>
#include <type_traits>

namespace Spawn {

// Numbers in JSON are doubles: exact up to 2^53.
inline constexpr double Exact = 9007199254740992.0;

inline quint64 exactNumber(const QJsonValue &value)
{
    return static_cast<quint64>(std::clamp(value.toDouble(), 0.0, Exact));
}

template <class Enum>
QString nameOf(Enum value)
{
    return QString::fromLatin1(QMetaEnum::fromType<Enum>().valueToKey(static_cast<int>(value)));
}

template <class Enum>
Enum valueOf(const QJsonValue &name, Enum otherwise)
{
    bool known = false;
    const int value
        = QMetaEnum::fromType<Enum>().keyToValue(name.toString().toLatin1().constData(), &known);
    return known ? static_cast<Enum>(value) : otherwise;
}

// The members of an object in one direction each, so that a name is written once for both. Those
// with their default value are left out; what is of the wrong kind is read as if it were not there.
class MemberWriter final
{
public:
    explicit MemberWriter(QJsonObject &object) : m_object(object) { }

    template <class T>
    void number(QLatin1StringView name, const T &value, const T &otherwise = {})
    {
        if (value != otherwise)
            m_object.insert(name, static_cast<double>(value));
    }
    void flag(QLatin1StringView name, const bool &value)
    {
        if (value)
            m_object.insert(name, true);
    }
    void text(QLatin1StringView name, const QString &value)
    {
        if (!value.isEmpty())
            m_object.insert(name, value);
    }
    void bytes(QLatin1StringView name, const QByteArray &value)
    {
        if (!value.isEmpty())
            m_object.insert(name, QString::fromLatin1(value.toBase64()));
    }
    template <class Duration>
    void duration(QLatin1StringView name, const Duration &value, Duration otherwise = Duration{0})
    {
        if (value != otherwise)
            m_object.insert(name, static_cast<double>(value.count()));
    }
    template <class Enum>
    void word(QLatin1StringView name, const Enum &value, Enum otherwise)
    {
        if (value != otherwise)
            m_object.insert(name, nameOf(value));
    }
    void texts(QLatin1StringView name, const QStringList &value)
    {
        if (!value.isEmpty())
            m_object.insert(name, QJsonArray::fromStringList(value));
    }
    void numbers(QLatin1StringView name, const QList<quint64> &value)
    {
        QJsonArray array;
        for (const quint64 number : value)
            array.append(static_cast<double>(number));
        if (!array.isEmpty())
            m_object.insert(name, array);
    }
    void value(QLatin1StringView name, const QJsonValue &value) // undefined: left out
    {
        if (!value.isUndefined())
            m_object.insert(name, value);
    }

private:
    QJsonObject &m_object;
};

class MemberReader final
{
public:
    explicit MemberReader(const QJsonObject &object) : m_object(object) { }

    template <class T>
    void number(QLatin1StringView name, T &value, const T &otherwise = {})
    {
        const double number = m_object.value(name).toDouble(static_cast<double>(otherwise));
        if constexpr (std::is_floating_point_v<T>) {
            value = number;
        } else {
            // What does not fit is not converted: that would be undefined.
            const bool fits = std::abs(number)
                    <= std::min(Exact, static_cast<double>(std::numeric_limits<T>::max()))
                && (std::is_signed_v<T> || number >= 0);
            value = fits ? static_cast<T>(number) : otherwise;
        }
    }
    void flag(QLatin1StringView name, bool &value) { value = m_object.value(name).toBool(); }
    void text(QLatin1StringView name, QString &value) { value = m_object.value(name).toString(); }
    void bytes(QLatin1StringView name, QByteArray &value)
    {
        value = QByteArray::fromBase64(m_object.value(name).toString().toLatin1());
    }
    template <class Duration>
    void duration(QLatin1StringView name, Duration &value, Duration otherwise = Duration{0})
    {
        qint64 count = 0;
        number(name, count, qint64{otherwise.count()});
        value = Duration(count);
    }
    template <class Enum>
    void word(QLatin1StringView name, Enum &value, Enum otherwise)
    {
        value = valueOf(m_object.value(name), otherwise);
    }
    void texts(QLatin1StringView name, QStringList &value)
    {
        value.clear();
        const QJsonArray array = m_object.value(name).toArray();
        for (const QJsonValue &element : array)
            value.append(element.toString());
    }
    void numbers(QLatin1StringView name, QList<quint64> &value)
    {
        value.clear();
        const QJsonArray array = m_object.value(name).toArray();
        for (const QJsonValue &element : array)
            value.append(exactNumber(element));
    }
    void value(QLatin1StringView name, QJsonValue &value) { value = m_object.value(name); }

private:
    const QJsonObject &m_object;
};

} // namespace Spawn
