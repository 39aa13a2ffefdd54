// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "look/colors.h"

#include <QtCore/QObject>

namespace Spawn {

// The colours of the window: those of the desktop, or what the user has chosen. There is one for
// the application; what paints asks look() each time, so that a switch is seen at once.
class Theme final : public QObject
{
    Q_OBJECT
public:
    enum class Choice {
        Desktop,
        Light,
        Dark,
    };
    Q_ENUM(Choice)

    // Sets the style and the palette of the application.
    explicit Theme(Choice choice = Choice::Desktop, QObject *parent = nullptr);
    ~Theme() override;
    static Theme *instance();

    Choice choice() const { return m_choice; }
    void setChoice(Choice choice);
    bool isDark() const { return m_dark; }
    void toggleDark() { setChoice(m_dark ? Choice::Light : Choice::Dark); }
    const Colors &colors() const { return m_colors; }

Q_SIGNALS:
    void changed();

protected:
    bool eventFilter(QObject *object, QEvent *event) override;

private:
    void apply();

    Choice m_choice;
    bool m_dark = false;
    bool m_applying = false;
    Colors m_colors = Colors::light();
};

const Colors &look();

} // namespace Spawn
