// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "look/theme.h"

#include "look/lookstyle.h"

#include <QtCore/QEvent>
#include <QtWidgets/QApplication>
#include <QtWidgets/QWidget>

#include <algorithm>
#include <cmath>

namespace Spawn {

static Theme *theInstance = nullptr;

// WCAG 2's.
static double luminance(const QColor &color)
{
    const auto linear = [](double part) {
        return part <= 0.03928 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF())
        + 0.0722 * linear(color.blueF());
}

static double contrast(const QColor &a, const QColor &b)
{
    const auto [low, high] = std::minmax({luminance(a), luminance(b)});
    return (high + 0.05) / (low + 0.05);
}

// Qt 6.4 cannot be asked. Only palettes made for it put the one end on the other.
static bool isHighContrast(const QPalette &palette)
{
    return contrast(palette.color(QPalette::Window), palette.color(QPalette::WindowText)) > 20
        && contrast(palette.color(QPalette::Button), palette.color(QPalette::ButtonText)) > 20;
}

Theme::Theme(Choice choice, QObject *parent) : QObject(parent), m_choice(choice)
{
    theInstance = this;
    QApplication::setStyle(new LookStyle);
    qApp->installEventFilter(this);
    apply();
}

Theme::~Theme()
{
    theInstance = nullptr;
}

Theme *Theme::instance()
{
    return theInstance;
}

void Theme::setChoice(Choice choice)
{
    if (choice == m_choice)
        return;
    m_choice = choice;
    apply();
}

bool Theme::eventFilter(QObject *object, QEvent *event)
{
    // Every window is told when the desktop changes its colours.
    if (event->type() == QEvent::ThemeChange && !m_applying)
        apply();
    return QObject::eventFilter(object, event);
}

void Theme::apply()
{
    m_applying = true;
    // Without a palette of its own an application has the desktop's.
    QApplication::setPalette(QPalette());
    const QPalette desktop = QApplication::palette();
    m_dark = m_choice == Choice::Dark
        || (m_choice == Choice::Desktop && desktop.color(QPalette::Window).lightness() < 128);
    if (m_choice == Choice::Desktop && isHighContrast(desktop)) {
        m_colors = Colors::ofDesktop(desktop);
    } else {
        m_colors = m_dark ? Colors::dark() : Colors::light();
        QApplication::setPalette(m_colors.palette());
    }
    m_applying = false;
    for (QWidget *const window : QApplication::topLevelWidgets())
        window->update();
    Q_EMIT changed();
}

const Colors &look()
{
    static const Colors fallback = Colors::light();
    return theInstance ? theInstance->colors() : fallback;
}

} // namespace Spawn
